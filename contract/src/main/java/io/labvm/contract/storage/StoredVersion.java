package io.labvm.contract.storage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.store.LeftOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version as the store has it.
 *
 * @param layers of its stack as it is mounted
 * @param entries of its newest layer
 * @param bytes of its newest layer's image
 * @param verifiedMillis when it was last read back, sound or not; null when never
 * @param damage the first finding in words; null for a sound version
 * @param totalBytes of all that it consists of, without its base
 * @param uniqueBytes of what no other version needs
 * @param leftOut what it does not show as the desktop had it, by kind
 */
public record StoredVersion(
    long version,
    long createdMillis,
    long completeUpToMillis,
    String trigger,
    String label,
    boolean pinned,
    String consistency,
    int layers,
    long entries,
    long bytes,
    OperationId operation,
    @Nullable Long verifiedMillis,
    @Nullable String damage,
    long totalBytes,
    long uniqueBytes,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<LeftOut> leftOut) {
  public StoredVersion {
    leftOut = LeftOut.copy(leftOut);
  }
}
