package io.labvm.contract;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/** Typed search attributes of labVm's workflows: opaque ids only, they are stored in plain text. */
public final class LabVmSearchAttributes {
  /** Desktop id; on the desktop's workflow and on its operations. */
  public static final SearchAttributeKey<String> DESKTOP =
      SearchAttributeKey.forKeyword("LvDesktop");

  /** Node that holds the desktop. */
  public static final SearchAttributeKey<String> NODE = SearchAttributeKey.forKeyword("LvNode");

  /** Kind of an operation, in its wire form. */
  public static final SearchAttributeKey<String> OPERATION = SearchAttributeKey.forKeyword("LvOp");

  /** State of a desktop, in its wire form. */
  public static final SearchAttributeKey<String> PHASE = SearchAttributeKey.forKeyword("LvPhase");

  private LabVmSearchAttributes() {}

  /** All of them; the server must know them before a workflow starts. */
  public static List<SearchAttributeKey<String>> all() {
    return List.of(DESKTOP, NODE, OPERATION, PHASE);
  }
}
