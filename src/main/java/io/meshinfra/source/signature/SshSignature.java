package io.meshinfra.source.signature;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.SignatureVerifier.SignatureVerification;
import org.eclipse.jgit.lib.SignatureVerifier.TrustLevel;
import org.eclipse.jgit.lib.SignatureVerifiers;

/**
 * Signatures by SSH keys. JGit says whether one fits its commit and by which key; whether that key
 * counts is said here, since JGit reads no ECDSA and no security keys from a file of signers, and
 * believes the time that the commit claims.
 */
final class SshSignature {
  static final String MARKER = "-----BEGIN SSH SIGNATURE-----";

  /** Without a file of signers: JGit then trusts a signature that fits no more than that. */
  private static final GpgConfig NO_SIGNERS = new GpgConfig(new Config());

  private SshSignature() {}

  static CommitSignature judge(
      SignedCommit commit, Repository repository, List<AllowedSigner> signers, Instant now) {
    SignatureVerification seen;
    try {
      seen =
          SignatureVerifiers.get(GpgConfig.GpgFormat.SSH)
              .verify(repository, NO_SIGNERS, commit.text(), commit.signature());
    } catch (IOException | RuntimeException e) {
      // Whoever pushes writes it, and it may be anything.
      return new CommitSignature.Broken("it cannot be read");
    }
    if (seen.trustLevel() != TrustLevel.UNKNOWN || seen.keyFingerprint() == null) {
      return new CommitSignature.Broken(
          Optional.ofNullable(seen.message()).orElse("it does not fit the commit"));
    }
    return judge(seen.keyFingerprint(), signers, now);
  }

  private static CommitSignature judge(String key, List<AllowedSigner> signers, Instant now) {
    List<AllowedSigner> holders =
        signers.stream().filter(signer -> signer.fingerprint().equals(key)).toList();
    if (holders.isEmpty()) {
      return new CommitSignature.Foreign(key);
    }
    return holders.stream()
        .filter(signer -> signer.outOfTime(now).isEmpty())
        .findFirst()
        .<CommitSignature>map(signer -> new CommitSignature.Good(signer.principals(), key))
        .orElseGet(() ->
            new CommitSignature.OutOfTime(
                holders.getFirst().principals(),
                key,
                holders.getFirst().outOfTime(now).orElseThrow()));
  }
}
