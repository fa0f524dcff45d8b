# Finds the JDK. To be sourced by sh: need_jdk sets and exports JAVA_HOME, or says what is missing and ends the script.
JDK_MAJOR=25

is_jdk() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while read -r jdk_line; do
    case $jdk_line in
      JAVA_VERSION=\""$JDK_MAJOR"\" | JAVA_VERSION=\""$JDK_MAJOR".*) return 0 ;;
    esac
  done < "$1/release"
  return 1
}

find_jdk() {
  for jdk_place in /usr/lib/jvm/*"$JDK_MAJOR"* "$HOME"/.sdkman/candidates/java/"$JDK_MAJOR"* "$HOME"/.jdks/*"$JDK_MAJOR"* \
    /opt/*jdk*"$JDK_MAJOR"* /Library/Java/JavaVirtualMachines/*"$JDK_MAJOR"*/Contents/Home; do
    if is_jdk "$jdk_place"; then
      JAVA_HOME=$jdk_place
      export JAVA_HOME
      return 0
    fi
  done
  return 1
}

# A JAVA_HOME that somebody set is obeyed or refused, never replaced in silence.
need_jdk() {
  if [ -n "${JAVA_HOME:-}" ]; then
    is_jdk "$JAVA_HOME" && export JAVA_HOME && return 0
    echo "JAVA_HOME is $JAVA_HOME, which is no JDK $JDK_MAJOR: unset it to let one be looked for, or point it at one." >&2
    exit 2
  fi
  find_jdk && return 0
  echo "JDK $JDK_MAJOR is missing: no JAVA_HOME is set and none was found in /usr/lib/jvm, ~/.sdkman, ~/.jdks or /opt." >&2
  echo "Install one (for example Eclipse Temurin $JDK_MAJOR, or 'sdk install java $JDK_MAJOR-tem') or set JAVA_HOME." >&2
  exit 2
}
