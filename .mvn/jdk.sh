# Sets JAVA_HOME to a JDK 25, or fails with one line that says what to install.
# Sourced by mvnw and metagen. Order: JAVA_HOME if it is one, then the places where
# Linux distributions, SDKMAN and macOS keep JDKs, then `java` on the PATH.

metagen_jdk_major() {
  [ -x "$1/bin/javac" ] || return 1
  "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
}

metagen_find_jdk() {
  for home in "${JAVA_HOME:-}" \
    /usr/lib/jvm/*25* /opt/java/*25* /opt/jdk*25* "$HOME"/.sdkman/candidates/java/25* "$HOME"/.jdks/*25* \
    /Library/Java/JavaVirtualMachines/*25*/Contents/Home \
    "$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /none/none/none)")")")"; do
    if [ -n "$home" ] && [ "$(metagen_jdk_major "$home")" = 25 ]; then
      echo "$home"
      return 0
    fi
  done
  return 1
}

JAVA_HOME=$(metagen_find_jdk) || {
  echo "metagen: no JDK 25 found; install one (for example Eclipse Temurin 25) or set JAVA_HOME to it" >&2
  exit 1
}
export JAVA_HOME
