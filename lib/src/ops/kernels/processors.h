// How many processors this process may use.
#pragma once

#include <string>

/** By its affinity, and by the quota of its control groups, which is how containers limit it; at least 1. */
int processors();

/**
 * How many processors' time control groups grant: INFINITY is no limit.
 * @param memberships a file like /proc/self/cgroup
 * @param groups where the groups are mounted, such as /sys/fs/cgroup
 */
double granted(const std::string& memberships, const std::string& groups);
