package io.meshinfra.resource;

import io.meshinfra.model.ShellScript;
import java.util.Optional;

/** What the looks of {@link Alone} have in common: how they tell, and how they look at paths. */
public final class AloneLook {
  /**
   * {@code mesh_is ATTRIBUTE VALUE}, {@code mesh_gone} and {@code mesh_untold REASON} tell; the
   * last two end the look. {@code mesh_seen PATH OWNER GROUP} tells type, owner, group and mode of
   * a path and sets {@code mesh_type}; owner and group are formats of {@code stat}. {@code
   * mesh_content PATH ATTRIBUTE} tells the digest of a file that was seen.
   */
  public static final ShellScript FUNCTIONS =
      ShellScript.of(
          """
          MESH_NEWLINE='
          '
          mesh_is() {
            case $2 in
              *"$MESH_TAB"* | *"$MESH_NEWLINE"*)
                printf 'is\\t%s\\t%s\\n' "$1" "$(printf %s "$2" | tr '\\n\\t' '??')" ;;
              *) printf 'is\\t%s\\t%s\\n' "$1" "$2" ;;
            esac
          }
          mesh_gone() { echo gone; exit 0; }
          mesh_untold() { printf 'untold\\t%s\\n' "$1"; exit 0; }
          mesh_seen() {
            if [ ! -e "$1" ] && [ ! -L "$1" ]; then mesh_gone; fi
            mesh_type= mesh_out=$(stat -c "%F${MESH_TAB}%a${MESH_TAB}$2${MESH_TAB}$3" -- "$1")
            IFS=$MESH_TAB read -r mesh_type mesh_mode mesh_owner mesh_group <<MESH_END
          $mesh_out
          MESH_END
            case $mesh_type in
              '') mesh_untold 'its status could not be read' ;;
              regular*) mesh_type=file ;;
            esac
            mesh_is type "$mesh_type"
            mesh_is owner "$mesh_owner"
            mesh_is group "$mesh_group"
            mesh_is mode "$(printf '%04o' "0$mesh_mode")"
          }
          mesh_content() {
            [ "$mesh_type" = file ] || return 0
            mesh_out=$(mesh_sha256 <"$1") || mesh_untold 'the file could not be read'
            mesh_is "$2" "${mesh_out%% *}"
          }
          """);

  private AloneLook() {}

  /** Type, owner, group and mode; owner and group as numbers where the spec gives a number. */
  public static ShellScript at(String path, Ownership ownership) {
    return ShellScript.of(
        "mesh_seen {} {} {}",
        path,
        format(ownership.owner(), "%u", "%U"),
        format(ownership.group(), "%g", "%G"));
  }

  /** The digest of the file that the line before looked at. */
  public static ShellScript content(String path, String attribute) {
    return ShellScript.of("mesh_content {} {}", path, attribute);
  }

  private static String format(Optional<Owner> wanted, String number, String name) {
    return wanted.map(Owner::isNumber).orElse(false) ? number : name;
  }
}
