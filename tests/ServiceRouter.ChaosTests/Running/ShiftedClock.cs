using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>
/// A real-time clock of a process that this test sets, as an operator sets a machine's: a few lines of C, compiled here, stand between the
/// process and the system's clock (LD_PRELOAD). The counter that nobody can set (CLOCK_MONOTONIC) stays, as on a real machine.
/// </summary>
internal sealed class ShiftedClock
{
    private const string Code = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <fcntl.h>
        #include <stdlib.h>
        #include <sys/mman.h>
        #include <sys/time.h>
        #include <time.h>
        #include <unistd.h>

        static volatile long *shift;

        __attribute__((constructor)) static void open_shift(void) {
          const char *name = getenv("SR_CLOCK_FILE");
          int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
          if (file < 0) return;
          void *at = mmap(0, sizeof(long), PROT_READ, MAP_SHARED, file, 0);
          if (at != MAP_FAILED) shift = at;
          close(file);
        }

        int clock_gettime(clockid_t id, struct timespec *t) {
          static int (*real)(clockid_t, struct timespec *);
          if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
          int r = real(id, t);
          if (r == 0 && shift && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) t->tv_sec += *shift;
          return r;
        }

        int gettimeofday(struct timeval *t, void *zone) {
          static int (*real)(struct timeval *, void *);
          if (!real) real = dlsym(RTLD_NEXT, "gettimeofday");
          int r = real(t, zone);
          if (r == 0 && shift) t->tv_sec += *shift;
          return r;
        }

        time_t time(time_t *out) {
          struct timespec t;
          clock_gettime(CLOCK_REALTIME, &t);
          if (out) *out = t.tv_sec;
          return t.tv_sec;
        }
        """;

    private readonly string library;
    private readonly string file;

    private ShiftedClock(string library, string file) => (this.library, this.file) = (library, file);

    /// <summary>Variables of the environment with which a process gets this clock.</summary>
    public (string Key, string Value)[] Variables => [("LD_PRELOAD", library), ("SR_CLOCK_FILE", file)];

    /// <summary>One clock for each name; they show the right time until they are set.</summary>
    public static async Task<IReadOnlyList<ShiftedClock>> BuildAsync(string folder, params string[] names)
    {
        var (source, library) = (Path.Combine(folder, "clock.c"), Path.Combine(folder, "clock.so"));
        await File.WriteAllTextAsync(source, Code);
        await Account.RunAsync("gcc", "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl");
        var clocks = names.Select(name => new ShiftedClock(library, Path.Combine(folder, name))).ToList();
        foreach (var clock in clocks) await clock.SetAsync(TimeSpan.Zero);
        return clocks;
    }

    /// <summary>Sets the clock, in whole seconds from the right time; it counts at once, in a running process too.</summary>
    public async Task SetAsync(TimeSpan shift)
    {
        await using var open = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        await open.WriteAsync(BitConverter.GetBytes((long)shift.TotalSeconds));
    }
}
