package io.labvm.mfs;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the store is.
 *
 * @param path its root directory, which holds the file FORMAT
 */
@ConfigurationProperties(prefix = "labvm.store", ignoreUnknownFields = false)
public record StoreProperties(@DefaultValue("/var/lib/labvm/store") Path path) {}
