/**
 * What the processes of labVm say to each other through Temporal.
 *
 * <p>Ids, records, workflow and activity interfaces, task queues and the one data converter; no
 * behaviour beyond validation.
 */
@NullMarked
package io.labvm.contract;

import org.jspecify.annotations.NullMarked;
