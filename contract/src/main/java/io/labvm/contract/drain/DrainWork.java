package io.labvm.contract.drain;

import java.util.List;

/**
 * What is left to do of a drain.
 *
 * @param legs of the desktops that are not done, in the order of their ids
 * @param wish as it is wished now
 */
public record DrainWork(List<DrainLeg> legs, DrainWish wish) {}
