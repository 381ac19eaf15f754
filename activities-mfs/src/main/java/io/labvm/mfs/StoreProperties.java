package io.labvm.mfs;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the store is.
 *
 * @param path its root directory, which holds the file FORMAT
 * @param reading where the portal reads versions; absent: it cannot
 */
@ConfigurationProperties(prefix = "labvm.store", ignoreUnknownFields = false)
public record StoreProperties(
    @DefaultValue("/var/lib/labvm/store") Path path, @Nullable Reading reading) {

  /**
   * The endpoint for reading versions.
   *
   * @param keystore its key, named {@code store.labvm}, signed by the cluster's authority
   */
  public record Reading(
      @DefaultValue("127.0.0.1") String address, int port, Path keystore, Path passwordFile) {}
}
