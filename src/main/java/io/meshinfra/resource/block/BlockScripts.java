package io.meshinfra.resource.block;

import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.Ownership;
import io.meshinfra.resource.Validation;
import java.util.ArrayList;
import java.util.List;

/** How blocks are looked at and edited on the node. */
final class BlockScripts {
  /** {@code mesh_block PATH BEGIN END}: the digest of the lines between the markers. */
  static final ShellScript LOOK =
      ShellScript.of(
          """
          mesh_block() {
            [ "$mesh_type" = file ] || return 0
            mesh_marks=$(MESH_BEGIN=$2 MESH_END=$3 awk '
              { sub(/\\r$/, "") }
              $0 == ENVIRON["MESH_BEGIN"] { begins++; inside = (begins == 1 && !ends) }
              $0 == ENVIRON["MESH_END"] { ends++; if (inside) proper = 1; inside = 0 }
              END { print begins + 0, ends + 0, proper + 0 }' "$1")
            case $mesh_marks in
              '0 0 0') mesh_gone ;;
              '1 1 1') ;;
              *) mesh_untold 'the file has not exactly one begin marker followed by one end marker' ;;
            esac
            mesh_out=$(MESH_BEGIN=$2 MESH_END=$3 awk '
              { plain = $0; sub(/\\r$/, "", plain) }
              plain == ENVIRON["MESH_END"] { exit }
              inside { print }
              plain == ENVIRON["MESH_BEGIN"] { inside = 1 }' "$1" | mesh_sha256)
            mesh_is content "${mesh_out%% *}"
          }
          """);

  private BlockScripts() {}

  /**
   * Prints a {@code block} row per block (index, number of begin and end markers, whether they are
   * in order) and before it a {@code line} row for each line of its own. Percent, tab and carriage
   * return are escaped. One {@code awk} for all.
   */
  static ShellScript look(List<BlockSpec> specs) {
    List<String> words = new ArrayList<>();
    specs.forEach(spec -> words.addAll(List.of(spec.path().value(), spec.begin(), spec.end())));
    return ShellScript.of(
        """
        set -- {*}
        while [ $# -gt 0 ]; do
          if [ -f "$1" ] && [ ! -L "$1" ]; then printf '%s\\t%s\\t%s\\n' "$1" "$2" "$3"
          else printf '\\n'; fi
          shift 3
        done | awk -F '\\t' '
          $1 != "" {
            begins = ends = inside = proper = size = 0
            while ((got = (getline line < $1)) > 0) {
              plain = line
              sub(/\\r$/, "", plain)
              if (plain == $2) { begins++; inside = (begins == 1 && !ends) }
              else if (plain == $3) { ends++; if (inside) proper = 1; inside = 0 }
              else if (inside && size <= 65536) {
                size += length(line) + 1
                gsub(/%/, "%25", line)
                gsub(/\\t/, "%09", line)
                gsub(/\\r/, "%0D", line)
                printf "line\\t%d\\t%s\\n", NR - 1, line
              }
            }
            close($1)
            if (got == 0) printf "block\\t%d\\t%d\\t%d\\t%d\\n", NR - 1, begins, ends, proper
          }'
        """,
        words);
  }

  /**
   * Writes a new file beside, from what the file holds at that moment, and renames it. Owner, mode
   * and extended attributes stay. It is made in a folder of its own, since whoever may write beside
   * the file could swap what is there for a link, which root would follow. The text before and
   * after is copied by {@code head} and {@code tail}, which keep every byte. Busybox {@code awk}
   * ends a line at a NUL, hence {@code tr}.
   */
  static ShellScript edit(BlockSpec spec, boolean present) {
    String path = spec.path().value();
    return ShellScript.of(
            """
            (
            set -e
            file={} begin={} end={} anchor={} text={} want={} create={} check={}
            fail() { printf '%s: %s\\n' "$file" "$1" >&2; exit 1; }
            if [ -L "$file" ] || { [ -e "$file" ] && [ ! -f "$file" ]; }; then
              fail 'is not a regular file; the block is left alone'
            fi
            if [ ! -e "$file" ]; then
              if [ "$want" = absent ]; then exit 0; fi
              if [ "$create" = false ]; then fail 'is missing, and create is false'; fi
            fi
            new=$(umask 077; mktemp -d "${file%/*}/.mesh-infra.XXXXXX") ||
              fail 'its folder cannot be written in: is the disk full or read-only?'
            cd -P -- "$new" && [ "$(stat -c %u .)" = "$(id -u)" ] || fail 'was swapped meanwhile'
            trap 'rm -f -- old new; cd .. && rmdir -- "${new##*/}"' EXIT
            if [ -e "$file" ]; then
              cp -a -- "$file" new
              if [ -L new ] || [ ! -f new ]; then fail 'was swapped meanwhile'; fi
              cat <new >old
            else : >old; : >new; chmod 0644 new; fi
            set -- $(tr '\\000' '?' <old |
              MESH_BEGIN=$begin MESH_END=$end MESH_ANCHOR=$anchor awk '
              { sub(/\\r$/, "") }
              $0 == ENVIRON["MESH_BEGIN"] { begins++; from = NR }
              $0 == ENVIRON["MESH_END"] { ends++; to = NR }
              ENVIRON["MESH_ANCHOR"] != "" && $0 == ENVIRON["MESH_ANCHOR"] { at = NR }
              END { print begins + 0, ends + 0, from + 0, to + 0, at + 0, NR }')
            if [ $# -ne 6 ]; then fail 'could not be read'; fi
            if [ "$1 $2" = '1 1' ] && [ "$3" -lt "$4" ]; then
              before=$(($3 - 1)) after=$(($4 + 1))
            elif [ "$1 $2" = '0 0' ]; then
              if [ "$want" = absent ]; then exit 0; fi
              before=$6
              if [ "$5" -gt 0 ]; then before=$5; fi
              after=$((before + 1))
            else
              fail "has not exactly one pair of the markers '$begin' and '$end'; mend it by hand"
            fi
            {
              if [ "$before" -gt 0 ]; then head -n "$before" <old; fi
              if [ "$want" = present ]; then
                if [ "$before" -gt 0 ] && [ -n "$(head -n "$before" <old | tail -c 1)" ]; then
                  printf '\\n'
                fi
                printf '%s\\n%s%s\\n' "$begin" "$text" "$end"
              fi
              tail -n "+$after" <old
            } >new
            if [ -n "$check" ]; then
              sh -c " $check" sh "$(pwd -P)/new" || fail 'the new content did not pass validate; kept as it was'
            fi
            sync new 2>/dev/null || true
            file=../${file##*/}
            if ! mv -fT -- new "$file" 2>/dev/null; then
              if [ -L "$file" ] || [ -d "$file" ]; then fail 'was swapped meanwhile'; fi
              mv -f -- new "$file"
            fi
            )
            """,
            path,
            spec.begin(),
            spec.end(),
            spec.insertAfter().orElse(""),
            new String(spec.lines().bytes(), java.nio.charset.StandardCharsets.UTF_8),
            present ? "present" : "absent",
            spec.create(),
            Validation.withArgument(spec.validate()).orElse(""))
        .then(Ownership.relabel(path));
  }
}
