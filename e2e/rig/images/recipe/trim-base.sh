#!/bin/sh
# Runs in the bootstrapped tree: what no container of the rig needs goes, now and after later installs.
set -eu
cat > /etc/dpkg/dpkg.cfg.d/berth-rig <<'C'
path-exclude=/usr/share/doc/*
path-exclude=/usr/share/man/*
path-exclude=/usr/share/info/*
path-exclude=/usr/share/locale/*
path-exclude=/usr/share/lintian/*
C
cat > /etc/apt/apt.conf.d/90berth-rig <<'C'
APT::Install-Recommends "false";
APT::Sandbox::User "root";
Acquire::Languages "none";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
C
rm -rf /usr/share/doc/* /usr/share/man/* /usr/share/info/* /usr/share/locale/* /usr/share/lintian/*
rm -rf /var/cache/apt/* /var/lib/apt/lists/* /var/cache/debconf/*-old /var/log/*.log /var/log/apt
rm -f /etc/apt/sources.list /etc/apt/sources.list.d/* /etc/resolv.conf /etc/hostname
mkdir -p /workspace && chmod 1777 /workspace
echo 'Built by the Berth rig for tests and demonstration.' > /etc/berth-rig
