/**
 * What was left behind, read for the portal: folders, files and archives of uppers that are at
 * rest.
 *
 * <p>A member was root in them, so nothing in them is believed: all is reached by name from open
 * directories, no link is followed, no device, FIFO or socket is opened, and every answer is
 * bounded or streamed.
 */
@NullMarked
package io.labvm.node.left;

import org.jspecify.annotations.NullMarked;
