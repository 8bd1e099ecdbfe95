// The threads of the kernels on a machine that has no more threads or memory, or whose processors are shared:
// run by machine.test.ts, which names the case. Functions of the system are replaced by some that fail or count.
#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <thread>
#include <vector>

#include "parallel.h"
#include "processors.h"
#include "threads.h"

namespace {

std::atomic<int> threadsLeft{1000}, yieldsOfMain{0}, yieldsOfWorkers{0};
std::atomic<bool> noMemory{false};
const pthread_t mainThread = pthread_self();

template <typename F>
F original(const char* name) {
  return reinterpret_cast<F>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" int pthread_create(pthread_t* thread, const pthread_attr_t* how, void* (*start)(void*), void* x) {
  static const auto create = original<decltype(&pthread_create)>("pthread_create");
  return threadsLeft.fetch_sub(1) > 0 ? create(thread, how, start, x) : EAGAIN;
}

extern "C" void* aligned_alloc(size_t alignment, size_t size) {
  static const auto allocate = original<decltype(&aligned_alloc)>("aligned_alloc");
  return noMemory ? nullptr : allocate(alignment, size);
}

extern "C" int sched_yield() {
  static const auto yield = original<decltype(&sched_yield)>("sched_yield");
  (pthread_self() == mainThread ? yieldsOfMain : yieldsOfWorkers)++;
  return yield();
}

namespace {

void need(bool holds, const char* what) {
  if (holds) return;
  std::printf("not so: %s\n", what);
  std::exit(1);
}

/** Waits until that is so, for ten seconds at most. */
template <typename Condition>
bool comes(const Condition& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!condition() && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(std::chrono::microseconds(50));
  return condition();
}

void pause(long microseconds) { std::this_thread::sleep_for(std::chrono::microseconds(microseconds)); }

/** Every index of a loop is done once, in many loops, also when the threads have gone to sleep in between. */
void eachIndexOnce(int loops) {
  for (int loop = 0; loop < loops; loop++) {
    std::vector<int> done(1 + loop % 37);
    parallel(machine(), static_cast<long>(done.size()), [&](int i, int thread) {
      need(thread >= 0 && thread < machine().threads, "threads are numbered from 0");
      machine().scratch(thread, 16 * i + 1)[16 * i] = 1;
      done[i]++;
    });
    for (const int times : done) need(times == 1, "each index is done once");
    if (loop % 100 == 0) pause(loop % 300 * 10);
  }
}

volatile std::sig_atomic_t interrupted = 0;

void fewThreads() {
  threadsLeft = 3;
  std::signal(SIGINT, [](int) { interrupted = 1; });
  need(machine().threads == 4, "those that there are, and the caller");
  sigset_t blocked;
  pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
  for (const int each : {SIGINT, SIGTERM, SIGCHLD})
    need(!sigismember(&blocked, each), "no signal is blocked");
  eachIndexOnce(3000);
  kill(getpid(), SIGINT);
  need(comes([] { return interrupted == 1; }), "an interrupt arrives");
}

void noThreads() {
  threadsLeft = 0;
  need(machine().threads == 1, "the caller alone");
  eachIndexOnce(1000);
}

/** Memory is gone for one loop: that throws, and the next one has memory of the size that it asked for. */
void outOfMemory() {
  for (const int count : {1, 64}) {
    const size_t size = count * (1 << 16);
    const auto fill = [&](int, int thread) { std::memset(machine().scratch(thread, size), 1, 4 * size); };
    bool thrown = false;
    noMemory = true;
    try {
      parallel(machine(), count, fill);
    } catch (const std::bad_alloc&) {
      thrown = true;
    }
    need(thrown, "a loop without memory throws");
    noMemory = false;
    parallel(machine(), count, fill);
  }
  eachIndexOnce(100);
}

/** Whoever waits lets others run: the caller for a worker that is still busy, a worker for the next loop. */
void waitingYields() {
  std::atomic<bool> busy{false};
  bool yielded = false;
  parallel(machine(), 2, [&](int, int thread) {
    if (thread == 0) {
      need(comes([&] { return busy.load(); }), "a worker takes part");
    } else {
      const int before = yieldsOfMain;
      busy = true;
      yielded = comes([&] { return yieldsOfMain > before; });
    }
  });
  need(yielded, "the caller yields");
  need(comes([] { return yieldsOfWorkers > 0; }), "a worker yields");
}

}  // namespace

int main(int count, char** arguments) {
  const std::string wanted = arguments[1];
  if (wanted == "few threads") fewThreads();
  if (wanted == "no threads") noThreads();
  if (wanted == "out of memory") outOfMemory();
  if (wanted == "waiting yields") waitingYields();
  if (wanted == "each index once") eachIndexOnce(20000);
  if (wanted == "threads") std::printf("%d\n", machine().threads);
  if (wanted == "granted" && count == 4) std::printf("%g\n", granted(arguments[2], arguments[3]));
}
