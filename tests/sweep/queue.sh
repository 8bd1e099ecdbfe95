#!/bin/sh
# A cluster's queue in little: starts the job script that it is given elsewhere, where nothing of our environment is
# known, and prints the job's number.
env -i PATH=/usr/bin:/bin HOME="$HOME" setsid sh "$1" > /dev/null 2>&1 < /dev/null &
echo $!
