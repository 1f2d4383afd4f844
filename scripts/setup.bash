# What ./try and ./check share: finding and installing what they need. Sourced, not run.

cache_home=${XDG_CACHE_HOME:-$HOME/.cache}
sources_cache=$cache_home/larder-sources

say() { printf '\033[1m== %s\033[0m\n' "$*" | if [ -t 1 ]; then cat; else sed 's/\x1b\[[0-9]*m//g'; fi; }

die() {
  printf '%s\n' "$@" >&2
  exit 1
}

on_debian() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

has_package() { [ "$(dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null)" = "ii " ]; }

# Has the packages named installed, those that are missing: as root by itself, else by telling.
need_packages() {
  local missing=() package
  on_debian || die "This machine has no apt-get. Install by its own means what Debian calls: $*"
  for package in "$@"; do
    has_package "$package" || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  if [ "$(id -u)" -ne 0 ]; then
    die "Missing packages. Install them and start again:" "  sudo apt-get install --no-install-recommends ${missing[*]}"
  fi
  say "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -q update || die "apt-get update failed: is the package mirror reachable?"
  apt-get -q -y -o Dpkg::Use-Pty=0 install --no-install-recommends "${missing[@]}" </dev/null
}

# For machines that are not Debian: the commands themselves.
need_commands() {
  local missing=() name
  for name in "$@"; do
    command -v "$name" >/dev/null || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] || die "Missing: ${missing[*]}. Install them with your distribution's package manager and start again."
}

has_jdk_25() {
  local release
  for release in ${JAVA_HOME:+"$JAVA_HOME/release"} /usr/lib/jvm/*/release /opt/*/release "$HOME"/.sdkman/candidates/java/*/release \
    "$HOME"/.jdks/*/release /usr/local/*/release; do
    [ -x "${release%/release}/bin/jlink" ] && grep -qE '^JAVA_VERSION="(2[5-9]|[3-9][0-9])' "$release" 2>/dev/null && return 0
  done
  return 1
}

need_jdk() {
  has_jdk_25 && return
  if on_debian && [ -n "$(apt-cache madison openjdk-25-jdk-headless 2>/dev/null)" ]; then
    need_packages openjdk-25-jdk-headless
    has_jdk_25 && return
  fi
  die "Larder is built with a JDK 25 or later, and none was found (looked at JAVA_HOME, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks)." \
    "Get one, for instance Eclipse Temurin 25, from https://adoptium.net/installation/linux/ (Debian and Ubuntu: package temurin-25-jdk)," \
    "or openjdk-25-jdk-headless where your distribution has it, and start again."
}

# fetch_source PACKAGE: the upstream source of a Debian source package, as the system's own mirror carries it (apt checks its signature).
# Its directory is then in $fetched. Kept in the user's cache: a second call fetches nothing.
fetch_source() {
  local package=$1 work=$sources_cache/apt
  fetched=$sources_cache/$package
  [ -f "$fetched/.complete" ] && return
  on_debian || die "The source of $package comes through apt-get, and this machine has none."
  need_packages xz-utils
  say "fetching the source of $package"
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/download"
  apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT) $(ORIGIN)' 'Created-By: Packages' |
    awk '$3 == "main" && ($4 == "Debian" || $4 == "Ubuntu") && $2 !~ /-/ {print "deb-src", $1, $2, $3}' | sort -u >"$work/sources.list"
  [ -s "$work/sources.list" ] || die "apt knows no Debian archive to take the source of $package from."
  local apt=(apt-get -q -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=/dev/null -o "Dir::State::lists=$work/lists"
    -o "Dir::Cache=$work/cache" -o "APT::Sandbox::User=$(id -un)" -o Acquire::Languages=none -o Debug::NoLocking=1)
  find "$work/lists" -maxdepth 1 -name '*Sources*' -mmin -1440 | grep -q . || "${apt[@]}" update
  (cd "$work/download" && "${apt[@]}" source --download-only "$package" >/dev/null) || die "apt-get source $package failed."
  rm -rf "$fetched"
  mkdir -p "$fetched"
  tar -xf "$(find "$work/download" -name "${package}_*.orig.tar.*" ! -name '*.asc' | sort | tail -n 1)" -C "$fetched" --strip-components 1
  touch "$fetched/.complete"
}

# The Rust of the tests: cargo, clippy and a compiler that is not too old for the projects.
need_rust() {
  local hint="Get Rust 1.90 or later from https://rustup.rs/ with its default profile, and start again." version
  command -v rustup >/dev/null && command -v cargo >/dev/null && command -v rustc >/dev/null ||
    die "rustup, cargo or rustc is missing. $hint"
  cargo clippy --version >/dev/null 2>&1 || die "clippy is missing (rustup component add clippy)."
  version=$(rustc --version | cut -d ' ' -f 2)
  [ "$(printf '%s\n' 1.90 "$version" | sort -V | head -n 1)" = 1.90 ] || die "rustc $version is too old. $hint"
}

# fetch_crate NAME VERSION [DIRECTORY]: the source of a package of crates.io, and of all that its lockfile names for this machine.
# Its directory, else called as the package is, is then in $fetched, the other sources in a cargo home beside it. A second call fetches nothing.
fetch_crate() {
  local name=$1 version=$2 cargo_home=$sources_cache/cargo unpacked
  fetched=$sources_cache/${3:-$name}
  [ "$(cat "$fetched/.complete" 2>/dev/null)" = "$version" ] && return
  say "fetching the crate $name $version"
  mkdir -p "$cargo_home"
  (cd "$cargo_home" && CARGO_HOME=$cargo_home cargo -q info "$name@$version" >/dev/null) || die "cargo can not fetch $name $version."
  unpacked=$(find "$cargo_home/registry/src" -mindepth 2 -maxdepth 2 -name "$name-$version")
  rm -rf "$fetched"
  cp -R "$unpacked" "$fetched"
  (cd "$fetched" && CARGO_HOME=$cargo_home cargo -q fetch --locked --target "$(rustc -vV | sed -n 's/^host: //p')") ||
    die "cargo can not fetch what $name $version depends on."
  echo "$version" >"$fetched/.complete"
}

# fetch_dependencies DIRECTORY: what the lockfile there names for this machine, into the same cargo home.
fetch_dependencies() {
  local cargo_home=$sources_cache/cargo
  mkdir -p "$cargo_home"
  (cd "$1" && CARGO_HOME=$cargo_home cargo -q fetch --locked --target "$(rustc -vV | sed -n 's/^host: //p')") ||
    die "cargo can not fetch what $1 depends on."
}
