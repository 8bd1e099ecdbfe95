#include "threads.h"

#include <signal.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

namespace {

/**
 * How long a thread looks for work before it goes to sleep: so that within a training step it seldom does. To
 * wake it takes 50 µs, as long as a small product.
 */
constexpr std::chrono::milliseconds PATIENCE(1);

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
    for (int i = 1; i < threads; i++) std::thread([this, i] { work(i); }).detach();
    pthread_sigmask(SIG_SETMASK, &old, nullptr);
  }

  int threads() const { return static_cast<int>(memory.size()) - 1; }

  void run(Job next) {
    if (next.count < 2 || threads() < 2) {
      for (int i = 0; i < next.count; i++) next.task(next.context, i, 0);
      return;
    }
    job = next;
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
    while (active.load() > 0) rest();
  }

  float* scratch(int thread, long count) {
    Memory& own = memory[thread];
    if (own.count < count) {
      std::free(own.data);
      own.count = count + count / 2;
      own.data = static_cast<float*>(std::aligned_alloc(64, (own.count * sizeof(float) + 63) / 64 * 64));
    }
    return own.data;
  }

 private:
  struct Memory {
    float* data = nullptr;
    long count = 0;
  };

  void take(int thread) {
    for (int i; (i = taken.fetch_add(1, std::memory_order_relaxed)) < job.count;)
      job.task(job.context, i, thread);
  }

  /** Looks whether there is a new round, until there is or patience ends. */
  void await(unsigned seen) {
    const auto end = std::chrono::steady_clock::now() + PATIENCE;
    do {
      for (int i = 0; i < 64; i++) {
        if (round.load(std::memory_order_acquire) != seen) return;
        rest();
      }
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
  std::atomic<bool> open{false};
  std::atomic<unsigned> round{0};
  std::mutex mutex;
  std::condition_variable wake;
};

int wanted() {
  const char* set = std::getenv("TF_NUM_INTRAOP_THREADS");
  const int count = set ? std::atoi(set) : 0;
  return count > 0 ? count : static_cast<int>(std::thread::hardware_concurrency());
}

Pool& pool() {
  static Pool* made = new Pool(wanted() > 0 ? wanted() : 1);  // never freed: its threads outlive everything
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
