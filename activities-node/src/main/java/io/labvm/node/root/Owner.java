package io.labvm.node.root;

import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.store.BaseId;

/**
 * What the node remembers of an upper, in {@code owner.json} beside it.
 *
 * @param upper its id
 * @param epoch the newest epoch at which it was prepared
 * @param base what it stands on
 * @param created the epoch at which it was made, empty
 */
public record Owner(UpperId upper, long epoch, BaseId base, long created) {}
