package io.labvm.ui.versions;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some names of a folder, in the order of their bytes.
 *
 * @param next to be given as {@code after} for those behind; null when there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FolderPage(List<FolderEntry> entries, @Nullable String next) {}
