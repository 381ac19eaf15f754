package io.labvm.ui.versions;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some names of a folder that differ.
 *
 * @param next to be given as {@code after} for those behind; null when there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChangePage(List<ChangedEntry> rows, @Nullable String next) {}
