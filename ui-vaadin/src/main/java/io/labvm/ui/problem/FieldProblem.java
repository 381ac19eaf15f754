package io.labvm.ui.problem;

/**
 * What is wrong with one field of a form or a request.
 *
 * @param field its JSON name, for example {@code displayName}
 * @param code stable kebab-case: {@code required, too-short, too-long, bad-characters, reserved,
 *     taken, contains-login, unknown, invalid}
 * @param message the same in plain English
 */
public record FieldProblem(String field, String code, String message) {}
