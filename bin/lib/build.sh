# What bin/run, bin/check and bin/bench share. Sourced, from the project's root.

JDK_NEEDED=25
NODE_NEEDED=20

die() {
  echo "kundig: $*" >&2
  exit 1
}

# Sets JDK to the home of a Java of at least JDK_NEEDED, and JAVA_HOME for Maven.
need_jdk() {
  local candidate version on_path
  on_path=$(command -v java || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/*jdk* /usr/local/*jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
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
  command -v mvn >/dev/null || die "needs Maven 3.8 or newer: mvn is not on the PATH"
}

need_node() {
  command -v node >/dev/null && command -v npm >/dev/null ||
    die "needs Node $NODE_NEEDED or newer: node and npm are not on the PATH"
  local version
  version=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
  [ "$version" -ge "$NODE_NEEDED" ] || die "needs Node $NODE_NEEDED or newer, found $(node --version)"
}

maven() {
  MAVEN_OPTS="${MAVEN_OPTS:-} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED" \
    mvn --batch-mode --no-transfer-progress "$@"
}

checksums() {
  if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

# A hash over the contents of what git knows or would add below the given paths.
stamp_of() {
  {
    git ls-files -co --exclude-standard -- "$@" 2>/dev/null ||
      find "$@" -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null
  } | LC_ALL=C sort | while read -r file; do [ ! -f "$file" ] || printf '%s\0' "$file"; done |
    { if command -v sha256sum >/dev/null; then xargs -0 sha256sum; else xargs -0 shasum -a 256; fi; } |
    checksums | cut -d' ' -f1
}

# Whether `target/stamps/NAME` says that these contents were built.
is_built() {
  [ "$(cat "target/stamps/$1" 2>/dev/null)" = "$2" ]
}

mark_built() {
  mkdir -p "$(dirname "target/stamps/$1")"
  echo "$2" >"target/stamps/$1"
}

# Installs PROJECT's packages when its lock file is not the one installed. Not `npm ci`: that refuses a
# lock file without the optional packages of other systems, and not every registry has those.
npm_packages() {
  local stamp
  stamp=$(stamp_of "$1/package-lock.json")
  if ! is_built "$1-packages" "$stamp" || [ ! -d "$1/node_modules" ]; then
    (cd "$1" && npm install --no-save --no-audit --no-fund --loglevel=error) && mark_built "$1-packages" "$stamp"
  fi
}

build_front_end() {
  [ -f "$1/package.json" ] || return 0
  local stamp
  stamp=$(stamp_of "$1")
  if ! is_built "$1" "$stamp" || [ ! -d "$1/dist" ]; then
    echo "building $1"
    npm_packages "$1" && (cd "$1" && npm run --silent build) && mark_built "$1" "$stamp" ||
      die "$1 could not be built"
  fi
}

build_jar() {
  local stamp
  stamp=$(stamp_of pom.xml src/main)$({ cat target/stamps/ui target/stamps/snippet 2>/dev/null || true; } | checksums)
  if ! is_built jar "$stamp" || [ ! -f target/kundig.jar ]; then
    echo "building the server"
    rm -rf target/classes/static
    maven --quiet -Dfast -Dmaven.test.skip=true package && mark_built jar "$stamp" ||
      die "the server could not be built"
  fi
}

# Unpacks the jar into target/app, and lets the JVM keep what it learns from one start there, which
# halves the time of every later one (JEP 514). Where that start fails, the server starts without.
build_app() {
  local stamp work
  stamp=$(cat target/stamps/jar)$(checksums <"$JDK/release")
  if ! is_built app "$stamp" || [ ! -f target/app/kundig.jar ]; then
    rm -rf target/app
    "$JDK/bin/java" -Djarmode=tools -jar target/kundig.jar extract --destination target/app >/dev/null ||
      die "the jar could not be unpacked"
    work=$(mktemp -d)
    env -i PATH="$PATH" HOME="$HOME" "$JDK/bin/java" -XX:AOTCacheOutput=target/app/kundig.aot \
      -Dspring.context.exit=onRefresh -jar target/app/kundig.jar --port=0 --data="$work/data" \
      >target/app/training.log 2>&1 || rm -f target/app/kundig.aot
    rm -rf "$work"
    mark_built app "$stamp"
  fi
}

# The server with its arguments, in the place of this process.
exec_server() {
  local cache=
  [ ! -f target/app/kundig.aot ] || cache=-XX:AOTCache=target/app/kundig.aot
  # shellcheck disable=SC2086 # none or several options
  exec "$JDK/bin/java" $cache ${KUNDIG_JAVA_OPTIONS:-} -jar target/app/kundig.jar "$@"
}

build_all() {
  build_front_end snippet
  build_front_end ui
  build_jar
  build_app
}
