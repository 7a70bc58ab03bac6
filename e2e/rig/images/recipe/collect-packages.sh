#!/bin/sh
# Runs in the bootstrapped tree with network: fills /debs with everything the images install, so that no later
# step needs a network, and indexes it as an apt repository.
# Debian's jupyterlab brings 0.7 GB of Node for rebuilding its front end, which is there ready built: that part is
# taken out of the package, and so is the debugger's gdb.
set -eu
mkdir -p /debs /tmp/repack
cd /tmp/repack
apt-get update -qq
apt-get download -qq jupyterlab python3-debugpy
for deb in *.deb; do dpkg-deb -R "$deb" "${deb%%_*}"; done

control=jupyterlab/DEBIAN/control
python_only=$(sed -n 's/^Depends: //p' "$control" | tr ',' '\n' | sed 's/^ *//' | grep '^python3' | paste -sd, -)
sed -i "s/^Depends: .*/Depends: $python_only, jupyter-core/; s/^Version: .*/&+berthrig1/" "$control"
sed -i '/^\(Recommends\|Suggests\|Provides\|Breaks\|Replaces\):/d' "$control"
rm -rf jupyterlab/usr/share/nodejs jupyterlab/usr/share/doc
find jupyterlab/usr -name '*.map' -delete

control=python3-debugpy/DEBIAN/control
sed -i 's/, *gdb\b[^,]*//; s/^Version: .*/&+berthrig1/' "$control"

for package in jupyterlab python3-debugpy; do
  (cd $package && find . -type f ! -path './DEBIAN/*' -printf '%P\n' | xargs -d '\n' md5sum > DEBIAN/md5sums)
  dpkg-deb -Zgzip --root-owner-group -b $package /debs >/dev/null
done

apt-get install -y -qq --download-only --no-install-recommends -o Dir::Cache::archives=/debs/ \
  /debs/*.deb python3 procps ncurses-bin python3-ipykernel busybox-static ca-certificates >/dev/null
rm -rf /debs/partial /debs/lock /tmp/repack

cd /debs
for deb in *.deb; do
  dpkg-deb -f "$deb"
  echo "Filename: ./$deb"
  echo "Size: $(stat -c %s "$deb")"
  echo "SHA256: $(sha256sum "$deb" | cut -d' ' -f1)"
  echo
done > Packages
echo 'deb [trusted=yes] file:/opt/berth-apt ./' > berth.list
