package io.meshinfra.resource.user;

import io.meshinfra.model.Printable;
import io.meshinfra.resource.AbsolutePath;
import io.meshinfra.resource.AccountName;
import io.meshinfra.resource.Doc;
import io.meshinfra.resource.Existence;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Optional;

/** A local account. */
@Doc(
    value =
        "A local account. Passwords are not kept: use authorizedKeys. What is left out is left as"
            + " it is, or as useradd chooses it for a new account.",
    example =
        """
        user: {name: deploy, groups: [docker], shell: /bin/bash}
        """)
public record UserSpec(
    @Doc("login name") @NotNull AccountName name,
    @Doc(
            value =
                "present, or absent: then the account is removed, its home only with removeHome",
            byDefault = "present")
        Existence state,
    @Doc("number of the user; changing it needs that no process of the user runs")
        Optional<Long> uid,
    @Doc("primary group, which must exist") Optional<AccountName> group,
    @Doc("supplementary groups: exactly these, or at least these with append; [] for none")
        Optional<List<AccountName>> groups,
    @Doc(value = "whether other supplementary groups may stay", byDefault = "false") boolean append,
    @Doc("home directory; when it changes and createHome is true, its files are moved along")
        Optional<AbsolutePath> home,
    @Doc("login shell") Optional<AbsolutePath> shell,
    @Doc("full name or purpose") Optional<String> comment,
    @Doc(value = "whether a new account gets its home directory", byDefault = "true")
        Boolean createHome,
    @Doc(value = "whether a new account gets a number of the system range", byDefault = "false")
        boolean system,
    @Doc(value = "whether absent removes the home directory too", byDefault = "false")
        boolean removeHome) {
  /** The largest number, (uid_t) -1, stands for none. */
  private static final long LARGEST_UID = 4_294_967_294L;

  private static final int LONGEST_COMMENT = 200;

  public UserSpec {
    state = state == null ? Existence.PRESENT : state;
    createHome = createHome == null || createHome;
    groups = groups.map(List::copyOf);
    uid.ifPresent(UserSpec::requireUid);
    home.ifPresent(path -> requireNoColon("home", path.value()));
    shell.ifPresent(path -> requireNoColon("shell", path.value()));
    comment.ifPresent(UserSpec::requireComment);
    boolean root = name.value().equals("root");
    if (root && (state == Existence.ABSENT || uid.orElse(0L) != 0)) {
      throw new IllegalArgumentException("root stays, and keeps uid 0");
    }
    if (!root && uid.orElse(1L) == 0) {
      throw new IllegalArgumentException("uid 0 is root's; another name for root is not made");
    }
    if (removeHome && state == Existence.PRESENT) {
      throw new IllegalArgumentException("removeHome goes with state: absent");
    }
  }

  /** The same account, gone; its home stays. */
  UserSpec absent() {
    return new UserSpec(
        name,
        Existence.ABSENT,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        home,
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        false);
  }

  private static void requireUid(long uid) {
    if (uid < 0 || uid > LARGEST_UID) {
      throw new IllegalArgumentException("a uid is 0 to " + LARGEST_UID + ", not " + uid);
    }
  }

  private static void requireNoColon(String field, String path) {
    if (path.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          field + " has no colon, since /etc/passwd cannot hold one: " + Printable.quote(path));
    }
  }

  private static void requireComment(String comment) {
    if (comment.indexOf(':') >= 0
        || comment.length() > LONGEST_COMMENT
        || !Printable.line(comment).equals(cut(comment))) {
      throw new IllegalArgumentException(
          "a comment is one line of at most "
              + LONGEST_COMMENT
              + " characters without colon and control characters: not "
              + Printable.quote(comment));
    }
  }

  /** As {@link Printable#line} cuts it, so that only escapes make a difference. */
  private static String cut(String comment) {
    return comment.length() > 120 ? comment.substring(0, 120) + "..." : comment;
  }
}
