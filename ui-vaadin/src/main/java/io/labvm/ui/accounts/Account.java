package io.labvm.ui.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person's account as pages show it; holds no secret.
 *
 * @param statusReason why it was denied or frozen
 * @param language {@code zh_CN} or {@code en_US}
 * @param sshKeys public keys in {@code authorized_keys} form, one a line; may be empty
 */
public record Account(
    AccountId id,
    String login,
    String displayName,
    String mail,
    @Nullable String phone,
    Role role,
    AccountStatus status,
    @Nullable String statusReason,
    String language,
    String sshKeys,
    Instant createdAt) {}
