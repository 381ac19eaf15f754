package io.labvm.workflows.operation;

/**
 * What takes one step back; harmless when the step never ran, and when run again.
 *
 * @param onNode true when it needs the node, and is left to the node's reconcile when that is dead
 */
record Undo(StepName step, boolean onNode, Runnable work) {}
