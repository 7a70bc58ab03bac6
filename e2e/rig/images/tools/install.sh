#!/bin/sh
# Runs in a copy of the bootstrapped tree with network: what people run in a terminal, for tests that look at how it is drawn.
#   bash zsh fish                shells: zsh draws a right-hand prompt, fish 4 asks the terminal questions and waits for answers
#   tmux vim htop less top       full screens: the alternate screen, margins, mouse, resizing; tmux is a terminal in itself
#   python3 python3-tqdm         a REPL with history, and bars that draw over themselves
#   ncurses-bin procps           tput and infocmp; ps, top and watch
#   sudo                         a process of another user below the shell
#   vttest                       the terminal test itself, for a person to run
#   bsdextrautils                column, for wide tables
# UTF-8: the image's LANG is C.UTF-8, which libc brings.
set -eu
export DEBIAN_FRONTEND=noninteractive
echo force-unsafe-io > /etc/dpkg/dpkg.cfg.d/berth-rig-io
# The base's own list was trimmed; $1 is where debootstrap got it from.
echo "deb $1 $2 main" > /etc/apt/sources.list
apt-get update -qq
apt-get install -y -qq --no-install-recommends \
  zsh fish tmux vim htop less python3 python3-tqdm ncurses-bin procps sudo vttest bsdextrautils >/dev/null
rm -rf /etc/apt/sources.list /var/lib/apt/lists/* /var/cache/apt/* /var/log/*.log /var/log/apt

# Two people: root with bash, and ada (uid 1000) whose login shell is zsh and who may use sudo without a password.
useradd --create-home --uid 1000 --shell /usr/bin/zsh ada
echo 'ada ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/ada
chmod 0440 /etc/sudoers.d/ada
# The prompts are coloured and the same on every run. They are the system's, because Berth gives an environment a home of its
# own; there zsh would ask a newcomer questions first.
echo 'zsh-newuser-install() { :; }' >> /etc/zsh/zshenv
cat >> /etc/zsh/zshrc <<'Z'
PROMPT='%F{cyan}%n@tools%f:%F{blue}%~%f%# '
RPROMPT='%F{8}[%?]%f'
Z
echo 'set -g fish_greeting' >> /etc/fish/config.fish
