# What bin/run, bin/check and bin/bench share. Sourced, from the project's root.

JDK_NEEDED=25
NODE_NEEDED=20

die() {
  echo "kundig: $*" >&2
  exit 1
}

# Sets JDK to a Java home of at least JDK_NEEDED.
need_jdk() {
  local candidate version
  for candidate in "${JAVA_HOME:-}" \
    "$(dirname "$(dirname "$(readlink -f "$(command -v java || echo /none/none)")")")" \
    /usr/lib/jvm/* /opt/*jdk* "$HOME"/.sdkman/candidates/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -x "$candidate/bin/javac" ] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$candidate/release" 2>/dev/null || true)
    if [ "${version:-0}" -ge "$JDK_NEEDED" ]; then
      JDK=$candidate
      export JAVA_HOME=$candidate
      return
    fi
  done
  die "needs a JDK $JDK_NEEDED or newer: install one, or point JAVA_HOME at it"
}

need_maven() {
  command -v mvn >/dev/null || die "needs Maven 3.8 or newer (mvn) on the PATH"
}

need_node() {
  command -v npm >/dev/null || die "needs Node $NODE_NEEDED or newer (node, npm) on the PATH"
  local version
  version=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
  [ "$version" -ge "$NODE_NEEDED" ] || die "needs Node $NODE_NEEDED or newer, found $(node --version)"
}

# A hash over the contents of what git knows or would add below the given paths.
stamp_of() {
  { git ls-files -co --exclude-standard -- "$@" 2>/dev/null || find "$@" -type f -not -path '*/node_modules/*'; } |
    LC_ALL=C sort | while read -r file; do [ -f "$file" ] && sha256sum "$file"; done | sha256sum | cut -d' ' -f1
}

# True when `target/stamps/NAME` says that these contents were built.
is_built() {
  [ "$(cat "target/stamps/$1" 2>/dev/null)" = "$2" ]
}

mark_built() {
  mkdir -p target/stamps
  echo "$2" >"target/stamps/$1"
}

build_front_ends() {
  local project stamp
  for project in snippet ui; do
    [ -f "$project/package.json" ] || continue
    stamp=$(stamp_of "$project" docs/api)
    if ! is_built "$project" "$stamp" || [ ! -d "$project/dist" ]; then
      echo "building $project"
      (cd "$project" && npm ci --no-audit --no-fund --silent && npm run --silent build)
      mark_built "$project" "$stamp"
    fi
  done
}

build_jar() {
  local stamp
  stamp=$(stamp_of pom.xml src/main ui/package.json snippet/package.json)$(cat target/stamps/ui target/stamps/snippet 2>/dev/null | sha256sum)
  if ! is_built jar "$stamp" || [ ! -f target/kundig.jar ]; then
    echo "building the server"
    mvn -q -B -ntp -Dfast -Dmaven.test.skip=true package || die "the server could not be built"
    mark_built jar "$stamp"
  fi
}
