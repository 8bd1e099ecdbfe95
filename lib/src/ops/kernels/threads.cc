#include "threads.h"

#include <signal.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

#include "processors.h"

namespace {

/**
 * How long a thread looks for work before it goes to sleep: so that within a training step it seldom does. To
 * wake it takes 50 µs, as long as a small product.
 */
constexpr std::chrono::milliseconds PATIENCE(1);

/**
 * How often a thread looks before it lets others run. Several processes may share the processors: then the
 * one that is waited for needs the processor of the one that waits. Whose work is about to be done waits
 * longer.
 */
constexpr int WORKERS_LOOKS = 64, CALLERS_LOOKS = 4000;

void rest() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

struct Job {
  void (*task)(void*, int, int);
  void* context;
  int count;
};

class Pool {
 public:
  explicit Pool(int threads) : memory(threads + 1) {
    // A signal is for the threads that were there before.
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    for (int i = 1; i < threads; i++) {
      try {
        std::thread([this, i] { work(i); }).detach();
      } catch (const std::system_error&) {  // a container may allow no more
        memory.resize(i + 1);
        break;
      }
    }
    pthread_sigmask(SIG_SETMASK, &old, nullptr);
  }

  int threads() const { return static_cast<int>(memory.size()) - 1; }

  void run(Job next) {
    if (next.count < 2 || threads() < 2) {
      for (int i = 0; i < next.count; i++) next.task(next.context, i, 0);
      return;
    }
    job = next;
    failed.store(false, std::memory_order_relaxed);
    taken.store(0, std::memory_order_relaxed);
    open.store(true);
    {
      std::lock_guard<std::mutex> lock(mutex);
      round.fetch_add(1, std::memory_order_release);
    }
    if (asleep.load() > 0) wake.notify_all();
    take(0);
    // Who has not come yet is not waited for; who is there has seen that it was open before this.
    open.store(false);
    for (int looks = 1; active.load() > 0; looks++)
      looks % CALLERS_LOOKS == 0 ? std::this_thread::yield() : rest();
    if (failed.load()) throw std::bad_alloc();
  }

  float* scratch(int thread, long count) {
    Memory& own = memory[thread];
    if (own.count < count) {
      std::free(own.data);
      const long wanted = count + count / 2;
      own.data = static_cast<float*>(std::aligned_alloc(64, (wanted * sizeof(float) + 63) / 64 * 64));
      own.count = own.data ? wanted : 0;
      if (!own.data) throw std::bad_alloc();
    }
    return own.data;
  }

 private:
  struct Memory {
    float* data = nullptr;
    long count = 0;
  };

  /** Does what is left to do. All that can go wrong is that memory runs out. */
  void take(int thread) {
    try {
      for (int i; (i = taken.fetch_add(1, std::memory_order_relaxed)) < job.count;)
        job.task(job.context, i, thread);
    } catch (const std::bad_alloc&) {
      failed.store(true);
    }
  }

  /** Looks whether there is a new round, until there is or patience ends. */
  void await(unsigned seen) {
    const auto end = std::chrono::steady_clock::now() + PATIENCE;
    do {
      for (int looks = 0; looks < WORKERS_LOOKS; looks++) {
        if (round.load(std::memory_order_acquire) != seen) return;
        rest();
      }
      std::this_thread::yield();
    } while (std::chrono::steady_clock::now() < end);
  }

  void work(int thread) {
    for (unsigned seen = 0;;) {
      await(seen);
      if (round.load(std::memory_order_acquire) == seen) {
        std::unique_lock<std::mutex> lock(mutex);
        asleep++;
        wake.wait(lock, [&] { return round.load(std::memory_order_acquire) != seen; });
        asleep--;
      }
      seen = round.load(std::memory_order_acquire);
      active.fetch_add(1);
      if (open.load()) take(thread);
      active.fetch_sub(1);
    }
  }

  std::vector<Memory> memory;
  Job job{};
  std::atomic<int> taken{0}, active{0}, asleep{0};
  std::atomic<bool> open{false}, failed{false};
  std::atomic<unsigned> round{0};
  std::mutex mutex;
  std::condition_variable wake;
};

int wanted() {
  const char* set = std::getenv("TF_NUM_INTRAOP_THREADS");
  const int count = set ? std::atoi(set) : 0;
  return count > 0 ? count : processors();
}

Pool& pool() {
  static Pool* made = new Pool(wanted());  // never freed: its threads outlive everything
  return *made;
}

}  // namespace

const Machine& machine() {
  static const Machine made = {
      [](int count, void (*task)(void*, int, int), void* context) { pool().run({task, context, count}); },
      [](int thread, long count) { return pool().scratch(thread, count); },
      pool().threads(),
  };
  return made;
}
