#include "processors.h"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <fstream>

namespace {

/** The standard library's count forgets the affinity on some systems. */
int allowed() {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

/** What one group grants: version 2 of control groups says it in one file, version 1 in two. */
double quota(const std::string& group) {
  double time = 0, period = 0;
  if (!(std::ifstream(group + "/cpu.max") >> time >> period)) {
    std::ifstream(group + "/cpu.cfs_quota_us") >> time;
    std::ifstream(group + "/cpu.cfs_period_us") >> period;
  }
  return time > 0 && period > 0 ? time / period : INFINITY;
}

}  // namespace

double granted(const std::string& memberships, const std::string& groups) {
  double smallest = INFINITY;
  std::ifstream file(memberships);
  // Lines like 4:cpu,cpuacct:/path in version 1, 0::/path in version 2.
  for (std::string line; std::getline(file, line);) {
    const size_t first = line.find(':'), second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
    const bool unified = controllers == ",,";
    if (!unified && controllers.find(",cpu,") == std::string::npos) continue;
    // A group has no more than those around it. A container may not see its own path, but sees it as the root.
    for (std::string path = line.substr(second + 1);;) {
      smallest = std::min(smallest, quota(groups + (unified ? "" : "/cpu") + path));
      const size_t end = path.rfind('/');
      if (end == std::string::npos) break;
      path.erase(end);
    }
  }
  return smallest;
}

int processors() {
  const double quota = std::ceil(granted("/proc/self/cgroup", "/sys/fs/cgroup"));
  return std::max(1, static_cast<int>(std::min<double>(allowed(), quota)));
}
