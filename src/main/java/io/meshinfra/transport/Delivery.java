package io.meshinfra.transport;

import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target.Become;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A script made ready to be sent: the words that start a shell, and the bytes for its standard
 * input.
 *
 * <p>The first word line {@value #BEGUN} on standard output tells that the shell, as root if so
 * asked, is there; what comes before it is noise of a login shell. The script is the body of one
 * function, so it is parsed completely before its first command runs and a script that was cut off
 * on its way never runs half. Standard input stays open while it runs: when it ends, because the
 * other side has gone or given up, everything the script started gets a SIGHUP as from a terminal.
 *
 * <p>{@code head} takes the whole script at once; {@code bash} reading a script from a pipe would
 * ask the system for every single byte (0.5 s per MiB).
 */
public record Delivery(List<String> words, byte[] input) {
  public Delivery {
    words = List.copyOf(words);
  }

  /**
   * What becomes root, always in these words, so that a rule of sudo can name it exactly: the first
   * line says how many bytes of script follow.
   */
  public static final List<String> SHELL =
      List.of("/bin/sh", "-c", "read -r n && eval \"$(head -c \"$n\")\"");

  /** What the shell says first. */
  static final String BEGUN = "mesh-begin";

  private static final List<String> SUDO = List.of("sudo", "-n", "--");

  private static final String BEFORE =
      """
      printf '\\n%s\\n'
      mesh_main() { :
      """
          .formatted(BEGUN);

  /**
   * Ends the tree of processes under the shell; only {@code /proc} or {@code ps}, no job control.
   */
  private static final String AFTER =
      """


      }
      exec 3<&0 </dev/null
      (
      (
      exec >/dev/null 2>&1
      read -r mesh_line <&3
      kill -0 $$ || exit 0
      mesh_pairs=$(
        if [ -r /proc/self/stat ]; then
          for mesh_stat in /proc/[0-9]*/stat; do
            read -r mesh_line <"$mesh_stat" || continue
            mesh_pid=${mesh_stat#/proc/}
            set -- ${mesh_line##*) }
            echo "${mesh_pid%/stat} $2"
          done
        else
          ps -A -o pid= -o ppid=
        fi
      )
      mesh_tree=" $$ "
      mesh_grown=yes
      while [ "$mesh_grown" ]; do
        mesh_grown=
        while read -r mesh_pid mesh_parent; do
          case $mesh_tree in
          *" $mesh_pid "*) ;;
          *" $mesh_parent "*)
            mesh_tree="$mesh_tree$mesh_pid "
            mesh_grown=yes
            ;;
          esac
        done <<MESH_PAIRS
      $mesh_pairs
      MESH_PAIRS
      done
      kill -s HUP $mesh_tree
      ) &
      )
      exec 3<&-
      mesh_main
      exit
      """;

  /** The same for every way of reaching a node. */
  public static Delivery of(ShellScript script, Become become) {
    byte[] body = (BEFORE + script.text() + AFTER).getBytes(StandardCharsets.UTF_8);
    byte[] length = (body.length + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] input = Arrays.copyOf(length, length.length + body.length);
    System.arraycopy(body, 0, input, length.length, body.length);
    List<String> words = new ArrayList<>(become == Become.SUDO ? SUDO : List.of());
    words.addAll(SHELL);
    return new Delivery(words, input);
  }

  /**
   * The words as one line for a login shell of any kind (sh, fish, csh): bare words, and one in
   * single quotes without a quote, backslash or exclamation mark in it.
   */
  public String line() {
    int last = words.size() - 1;
    return String.join(" ", words.subList(0, last)) + " '" + words.get(last) + "'";
  }
}
