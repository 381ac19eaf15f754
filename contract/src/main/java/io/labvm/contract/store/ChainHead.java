package io.labvm.contract.store;

import io.labvm.contract.desktop.UpperId;

/**
 * Up to where an upper's changes are to be sealed.
 *
 * @param segment number of the last segment, 1 or more
 * @param digest of that segment, hexadecimal; it names its predecessors
 */
public record ChainHead(UpperId upper, long segment, String digest) {}
