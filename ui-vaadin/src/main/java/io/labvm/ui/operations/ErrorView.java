package io.labvm.ui.operations;

/**
 * An error in its four parts, in one language.
 *
 * @param code wire form of the failure code
 * @param step the step that failed, its stable name
 * @param what what failed
 * @param why why, in plain words; the technical detail at the end
 * @param standing where the desktop stands now
 * @param todo what to do
 */
public record ErrorView(
    String code, String step, String what, String why, String standing, String todo) {}
