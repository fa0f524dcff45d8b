package io.meshinfra.resource.pkg;

import io.meshinfra.model.ShellScript;

/** How a node looks at one of its packages alone; tells what {@link PackageTool#observe} would. */
final class PackageLook {
  /**
   * {@code mesh_deb}, {@code mesh_rpm} and {@code mesh_apk}: NAME, whether another package that
   * provides it is enough, and the version that is wanted, which may be empty.
   */
  static final ShellScript FUNCTIONS =
      ShellScript.of(
          """
          mesh_deb() {
            mesh_row= mesh_out=$(dpkg-query -W \\
              -f '${db:Status-Status} ${db:Status-Eflag} ${Version}\\n' -- "$1" 2>/dev/null)
            while read -r mesh_status mesh_flag mesh_version; do
              case $mesh_status in
                '' | not-installed | config-files) continue ;;
                installed) [ "$mesh_flag" = ok ] || mesh_status=$mesh_flag ;;
              esac
              [ -n "$mesh_row" ] && [ "$mesh_status" != installed ] || mesh_row="$mesh_status $mesh_version"
              [ "$mesh_status" != installed ] || break
            done <<MESH_END
          $mesh_out
          MESH_END
            if [ -n "$mesh_row" ]; then
              mesh_is status "${mesh_row%% *}"
              mesh_is version "${mesh_row#* }"
            elif [ "$2" = true ] && dpkg-query -W -f '${db:Status-Status}\\t${Provides}\\n' |
              awk -F '\\t' -v "name=${1%%:*}" '
                $1 == "installed" {
                  n = split($2, all, ",")
                  for (i = 1; i <= n; i++) {
                    sub(/^ +/, "", all[i])
                    sub(/ .*/, "", all[i])
                    if (all[i] == name) found = 1
                  }
                }
                END { exit !found }'; then
              mesh_is status installed
            else
              mesh_gone
            fi
          }
          mesh_rpm() {
            if mesh_out=$(rpm -q --qf '%{EPOCHNUM}:%{VERSION}-%{RELEASE}\\n' -- "$1" 2>/dev/null); then
              mesh_version=
              for mesh_one in $mesh_out; do
                mesh_one=${mesh_one#0:}
                [ -n "$3" ] && [ "$mesh_version" = "$3" ] || mesh_version=$mesh_one
              done
              mesh_is status installed
              mesh_is version "$mesh_version"
            elif [ "$2" = true ] && rpm -q --whatprovides -- "$1" >/dev/null 2>&1; then
              mesh_is status installed
            else
              mesh_gone
            fi
          }
          mesh_apk() {
            mesh_out=$(apk info -e -v -- "$1" 2>/dev/null | head -n 1)
            case $mesh_out in
              "$1"-[0-9]*)
                mesh_is status installed
                mesh_is version "${mesh_out#"$1"-}" ;;
              *) mesh_gone ;;
            esac
          }
          """);

  private PackageLook() {}

  static ShellScript of(PackageSpec spec) {
    String version = spec.version().map(PackageVersion::value).orElse("");
    boolean provided = spec.wanted() && version.isEmpty();
    return ShellScript.of(
        """
        set -- {} {} {}
        case $MESH_PM in
          apt) mesh_deb "$@" ;;
          dnf) mesh_rpm "$@" ;;
          apk) mesh_apk "$@" ;;
          *) mesh_untold 'the node has none of apt, dnf and apk' ;;
        esac
        """,
        spec.one(),
        provided,
        version);
  }
}
