package io.meshinfra.resource.git;

import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.RunAs;
import java.util.ArrayList;
import java.util.List;

/**
 * How checkouts are looked at and made. Git runs as the owner of the checkout and never as anybody
 * else, since its configuration and hooks can run commands; in the probe with hooks and file system
 * monitors off besides.
 */
final class GitScripts {
  /** Seconds for all that is local. */
  private static final int LOCAL = 30;

  /** Seconds to ask a remote where a ref is. */
  private static final int ASK = 20;

  /** Seconds for a fetch with checkout. */
  private static final int FETCH = 600;

  private static final ShellScript ENVIRONMENT =
      ShellScript.of(
          """
          export GIT_TERMINAL_PROMPT=0 GIT_ASKPASS=true GIT_OPTIONAL_LOCKS=0
          export GIT_SSH_COMMAND='ssh -oBatchMode=yes -oConnectTimeout=10'
          """);

  private static final ShellScript LOOK =
      ShellScript.of(
          """
          cd -- "$1" || exit 1
          g() { git -c core.fsmonitor=false -c core.hooksPath=/dev/null "$@"; }
          find() { g rev-parse -q --verify "$1^{commit}" 2>/dev/null; }
          head=$(find HEAD)
          want=$(find "refs/remotes/origin/$2" || find "refs/tags/$2" || find "$2")
          changes=$(g status --porcelain --untracked-files=no --ignore-submodules=all) || exit 1
          clean=true
          if [ -n "$changes" ]; then clean=false; fi
          url=$(g config --get remote.origin.url)
          printf '%s\\t%s\\t%s\\t' "$head" "$want" "$clean"
          printf %s "$url" | tr '\\n\\t' '??'
          printf '\\n'
          """);

  private static final ShellScript MAKE =
      ShellScript.of(
          """
          set -e
          umask 022
          cd -- "$1"
          if [ ! -e .git ]; then git init -q; fi
          if [ -n "$(find .git -maxdepth 1 -name index.lock -mmin +15)" ]; then
            rm -f .git/index.lock
          fi
          git config remote.origin.url "$2"
          git config remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'
          git fetch -q --force --prune --tags origin
          commit() { git rev-parse -q --verify "$1^{commit}"; }
          if ! c=$(commit "refs/remotes/origin/$3" || commit "refs/tags/$3"); then
            case $3 in
              *[!0-9a-f]*) printf 'there is no branch or tag %s in %s\\n' "$3" "$2" >&2; exit 1 ;;
            esac
            c=$(commit "$3") || { git fetch -q origin "$3"; c=$(commit "$3"); }
          fi
          git checkout -q -f --detach "$c"
          git reset -q --hard "$c"
          """);

  static final ShellScript LOOK_FUNCTIONS = ShellScript.lines(RunAs.FUNCTION, ENVIRONMENT);

  private GitScripts() {}

  /** Nobody asks the remote: what was fetched last counts, also with {@code follow}. */
  static ShellScript lookAlone(GitSpec spec) {
    String path = spec.path().value();
    return ShellScript.of(
        """
        mesh_path={} mesh_user={} mesh_ref={}
        if [ ! -e "$mesh_path" ] && [ ! -L "$mesh_path" ]; then mesh_gone; fi
        mesh_owner=$(stat -c %U -- "$mesh_path")
        mesh_is owner "$mesh_owner"
        if [ ! -d "$mesh_path" ] || [ -L "$mesh_path" ] || [ ! -e "$mesh_path/.git" ]; then
          mesh_is type "$(stat -c %F -- "$mesh_path")"
          exit 0
        fi
        mesh_is type checkout
        [ "$mesh_owner" = "$mesh_user" ] || exit 0
        mesh_out=$(mesh_as "$mesh_user" {} sh -c {} sh "$mesh_path" "$mesh_ref" </dev/null | head -n 1)
        [ -n "$mesh_out" ] || mesh_untold 'git could not look at the checkout'
        mesh_head=${mesh_out%%"$MESH_TAB"*} mesh_out=${mesh_out#*"$MESH_TAB"}
        mesh_want=${mesh_out%%"$MESH_TAB"*} mesh_out=${mesh_out#*"$MESH_TAB"}
        mesh_is clean "${mesh_out%%"$MESH_TAB"*}"
        mesh_is origin "${mesh_out#*"$MESH_TAB"}"
        if [ -n "$mesh_head" ] && [ "$mesh_head" = "$mesh_want" ]; then mesh_is ref "$mesh_ref"
        else mesh_is ref "commit ${mesh_head:-none}"; fi
        """,
        path, spec.owner(), spec.ref(), LOCAL, LOOK);
  }

  /** One {@code git} row per checkout whose folder belongs to its owner. */
  static ShellScript look(List<GitSpec> specs) {
    List<ShellScript> lines = new ArrayList<>(List.of(RunAs.FUNCTION, ENVIRONMENT));
    for (int i = 0; i < specs.size(); i++) {
      GitSpec spec = specs.get(i);
      String path = spec.path().value();
      lines.add(
          ShellScript.of(
              """
              if [ -d {} ] && [ ! -L {} ] && [ -e {} ] && [ "$(stat -c %U -- {})" = {} ]; then
                mesh_git=$(mesh_as {} {} sh -c {} sh {} {} 2>/dev/null </dev/null | head -n 1)
                printf 'git\\t%s\\t%s\\n' {} "$mesh_git"
              fi
              """,
              path,
              path,
              path + "/.git",
              path,
              spec.owner(),
              spec.owner(),
              LOCAL,
              LOOK,
              path,
              spec.ref(),
              i));
      if (spec.follow()) {
        lines.add(ask(i, spec));
      }
    }
    return ShellScript.lines(lines);
  }

  /** An annotated tag is listed twice, the commit under its name with {@code ^}{@code {}}. */
  private static ShellScript ask(int index, GitSpec spec) {
    return ShellScript.of(
        """
        mesh_as {} {} git ls-remote -- {} {} {} {} 2>/dev/null </dev/null | head -n 3 |
          while read -r commit name; do
            printf 'remote\\t%s\\t%s\\t%s\\n' {} "$commit" "$name"
          done
        """,
        spec.owner(),
        ASK,
        spec.repo(),
        "refs/heads/" + spec.ref(),
        "refs/tags/" + spec.ref(),
        "refs/tags/" + spec.ref() + "^" + "{}",
        index);
  }

  static ShellScript make(GitSpec spec) {
    String path = spec.path().value();
    String parent = spec.path().parents().isEmpty() ? "/" : spec.path().parents().getFirst();
    return ShellScript.lines(
        RunAs.FUNCTION,
        ShellScript.of(
            """
            (
            set -e
            path={} owner={}
            fail() { printf '%s %s\\n' "$path" "$1" >&2; exit 1; }
            if ! command -v git >/dev/null 2>&1; then fail 'cannot be made: git is not installed'; fi
            if [ -L "$path" ] || { [ -e "$path" ] && [ ! -d "$path" ]; }; then
              fail 'is no directory; it is left alone: move it away or delete it by hand'
            fi
            if [ -d "$path" ] && [ ! -e "$path/.git" ] && [ -n "$(ls -A -- "$path")" ]; then
              fail 'holds files and is no checkout; it is left alone: move it away by hand'
            fi
            if [ -e "$path/.git" ] && [ "$(stat -c %U -- "$path")" != "$owner" ]; then
              fail "belongs to another user than $owner; give it to $owner or move it away by hand"
            fi
            """,
            path, spec.owner()),
        ShellScript.of("( umask 022; mkdir -p -- {} )", parent),
        ShellScript.of("[ -d {} ] || ( umask 022; mkdir -- {} )", path, path),
        ShellScript.of("chown -h -- {} {}", spec.owner() + ":", path),
        ENVIRONMENT,
        ShellScript.of(
            "mesh_as {} {} sh -c {} sh {} {} {} </dev/null",
            spec.owner(),
            FETCH,
            MAKE,
            path,
            spec.repo(),
            spec.ref()),
        ShellScript.of(")"));
  }
}
