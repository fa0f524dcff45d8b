package io.meshinfra.source.signature;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;

/** Whose signatures count. */
public final class Signers {
  public static final Signers NOBODY = new Signers(List.of(), List.of());

  private final List<AllowedSigner> ssh;
  private final List<PgpKey> pgp;

  private Signers(List<AllowedSigner> ssh, List<PgpKey> pgp) {
    this.ssh = List.copyOf(ssh);
    this.pgp = List.copyOf(pgp);
  }

  /**
   * Reads a file of signers: SSH keys as in {@code ssh-keygen(1)}, or armored GPG keys.
   *
   * @param where names it in messages
   * @throws IllegalArgumentException with place and reason, when it cannot be understood or names
   *     nobody: it could as well be damaged
   */
  public static Signers parse(String text, String where) {
    if (text.contains(PgpKey.MARKER)) {
      return new Signers(List.of(), PgpKey.parse(text, where));
    }
    List<AllowedSigner> ssh = AllowedSigners.parse(text, where);
    if (ssh.isEmpty()) {
      throw new IllegalArgumentException(
          where + " names nobody who may sign commits; a line is NAME ssh-ed25519 KEY");
    }
    return new Signers(ssh, List.of());
  }

  /** These and those. */
  public Signers and(Signers others) {
    List<AllowedSigner> allSsh = new ArrayList<>(ssh);
    allSsh.addAll(others.ssh);
    List<PgpKey> allPgp = new ArrayList<>(pgp);
    allPgp.addAll(others.pgp);
    return new Signers(allSsh, allPgp);
  }

  public boolean isEmpty() {
    return ssh.isEmpty() && pgp.isEmpty();
  }

  /**
   * What the signature of a commit is worth.
   *
   * @param now by the hub's clock: what a commit says of its own time is not believed
   */
  public CommitSignature judge(RevCommit commit, Repository repository, Instant now) {
    Optional<SignedCommit> signed = SignedCommit.of(commit);
    if (signed.isEmpty()) {
      return new CommitSignature.Missing();
    }
    if (signed.get().isTooLong()) {
      return new CommitSignature.Broken("it is too long");
    }
    if (signed.get().startsWith(SshSignature.MARKER)) {
      return SshSignature.judge(signed.get(), repository, ssh, now);
    }
    if (signed.get().startsWith(PgpSignature.MARKER)) {
      return PgpSignature.judge(signed.get(), pgp, now);
    }
    return new CommitSignature.Broken("it is of a kind that is not known here");
  }
}
