/**
 * What versions hold, read for the portal: folders, files, archives and comparisons.
 *
 * <p>Answers come from the images themselves, without a mount and without root. What a version
 * holds was written by its desktop's owner, so nothing in it is believed: no link is followed, and
 * every answer is bounded or streamed.
 */
@NullMarked
package io.labvm.mfs.reading;

import org.jspecify.annotations.NullMarked;
