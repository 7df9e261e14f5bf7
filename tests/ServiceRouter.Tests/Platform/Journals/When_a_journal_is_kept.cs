using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using ServiceRouter.Platform.Journals;

namespace ServiceRouter.Tests.Platform.Journals;

public sealed class When_a_journal_is_kept : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("journal-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IEnumerable<string> Files => Directory.EnumerateFiles(root, "*.journal", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private IEnumerable<string> SetAside => Directory.EnumerateFiles(root, "*.damaged", SearchOption.AllDirectories);

    [Fact]
    public async Task What_was_written_is_found_in_its_order_by_the_next_process()
    {
        using (var journal = New())
            for (var i = 1; i <= 20; i++) await AppendAsync(journal, i);
        Files.Count().Should().BeGreaterThan(1, "files are rotated");

        using var next = New();
        await next.OpenAsync();

        Read(next).Should().Equal(Enumerable.Range(1, 20));
    }

    [Fact]
    public async Task A_file_goes_with_the_next_look_at_the_disk_when_its_last_record_was_taken()
    {
        using var journal = New();
        for (var i = 1; i <= 20; i++) await AppendAsync(journal, i);
        var files = Files.Count();

        foreach (var entry in journal.Waiting.Take(19).ToList()) journal.Taken(entry);
        await journal.OpenAsync();
        (files > Files.Count(), Files.Count()).Should().Be((true, 1));
        journal.Taken(journal.Waiting[0]);
        await journal.OpenAsync();

        Files.Should().BeEmpty();
        await AppendAsync(journal, 21);
        Read(journal).Should().Equal(21);
    }

    [Fact]
    public async Task Beyond_its_bound_it_refuses_and_takes_again_when_there_is_room()
    {
        using var journal = New(most: 400);
        var written = 0;
        var filling = async () =>
        {
            while (written < 1000) await AppendAsync(journal, ++written);
        };

        await filling.Should().ThrowAsync<IOException>();
        Read(journal).Should().Equal(Enumerable.Range(1, written - 1), "what was refused is not there");
        Directory.EnumerateFiles(root, "*.journal", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length).Should().BeLessThanOrEqualTo(400);
        foreach (var entry in journal.Waiting) journal.Taken(entry);

        await AppendAsync(journal, 7);
        Read(journal).Should().Equal(7);
    }

    [Fact]
    public async Task A_damaged_part_is_set_aside_once_and_told_until_somebody_has_looked()
    {
        using (var journal = New(file: 1 << 20))
            for (var i = 1; i <= 3; i++) await AppendAsync(journal, i);
        var bytes = Damage(Files.Single());

        for (var start = 0; start < 2; start++)
        {
            using var next = New();
            await next.OpenAsync();
            Read(next).Should().Equal(1, 3);
            (await next.TryDiskAsync()).Should().Be(1);
        }

        var kept = await File.ReadAllBytesAsync(SetAside.Single(), Token);
        (bytes.AsSpan().IndexOf(kept) > 0).Should().BeTrue("its bytes are kept as they were");
    }

    [Fact]
    public async Task A_file_with_nothing_but_damage_stays_until_people_have_been_shown_it()
    {
        using (var journal = New()) await AppendAsync(journal, 1);
        var bytes = Damage(Files.Single());

        for (var start = 0; start < 2; start++)
        {
            using var ended = New();
            await ended.OpenAsync();
            var entry = ended.Waiting.Should().ContainSingle("the life before ended before it could show it").Subject;
            entry.IsDamaged.Should().BeTrue();
            entry.Payload.Should().Equal(bytes);
        }
        using var next = New();
        await next.OpenAsync();
        next.Taken(next.Waiting[0]);
        await next.OpenAsync();

        Files.Should().BeEmpty();
        SetAside.Should().ContainSingle("somebody must look at it");
    }

    [Fact]
    public async Task What_is_damaged_later_in_a_file_of_the_same_name_is_kept_too()
    {
        for (var life = 1; life <= 2; life++)
        {
            using (var journal = New()) await AppendAsync(journal, life);
            Path.GetFileName(Files.Single()).Should().Be("000000000001.journal");
            Damage(Files.Single());
            using var next = New();
            await next.OpenAsync();
            next.Taken(next.Waiting.Single());
        }

        SetAside.Should().HaveCount(2);
    }

    [Fact]
    public async Task Two_processes_on_one_disk_have_a_place_each_and_the_living_takes_over_from_the_dead()
    {
        var (first, second) = (New(), New());
        using var living = second;
        await AppendAsync(first, 1);
        await AppendAsync(second, 2);
        await second.OpenAsync();
        Read(second).Should().Equal(2);

        first.Dispose();
        await second.OpenAsync();

        Read(second).Should().BeEquivalentTo([1, 2]);
    }

    [Fact]
    public async Task A_place_that_cannot_be_used_holds_back_no_other()
    {
        var (first, second, third) = (New(), New(), New());
        foreach (var (journal, number) in new[] { (first, 1), (second, 2), (third, 3) }) await AppendAsync(journal, number);
        foreach (var journal in new[] { first, second, third }) journal.Dispose();
        // Nobody can hold such a lock: like one of another account.
        File.Delete(Path.Combine(root, "2", "lock"));
        Directory.CreateDirectory(Path.Combine(root, "2", "lock"));
        using var next = New();

        await next.OpenAsync();

        Read(next).Should().Equal(1, 3);
        next.Unreadable.Should().Be(1);
        Directory.Delete(Path.Combine(root, "2", "lock"));
        await next.OpenAsync();
        Read(next).Should().Equal(1, 3, 2);
        next.Unreadable.Should().Be(0);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_holds_back_no_other_and_is_tried_again()
    {
        using (var journal = New(file: 1))
            for (var i = 1; i <= 3; i++) await AppendAsync(journal, i);
        List<FileStream> held = [.. Files.Where((_, at) => at != 1).Select(file => new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))];
        using var next = New(file: 1);

        await next.OpenAsync();
        await AppendAsync(next, 4);

        Read(next).Should().Equal(2, 4);
        next.Unreadable.Should().Be(2);
        held.ForEach(file => file.Dispose());
        await next.OpenAsync();
        Read(next).Should().Equal(2, 4, 1, 3);
        next.Unreadable.Should().Be(0);
    }

    [Fact]
    public async Task A_folder_that_somebody_removed_is_missed_no_more()
    {
        using (var one = New())
        using (var other = New())
        {
            await AppendAsync(one, 1);
            await AppendAsync(other, 2);
        }
        using var held = new FileStream(Files.Last(), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        using var next = New();
        await next.OpenAsync();
        next.Unreadable.Should().Be(1);

        Directory.Delete(Path.Combine(root, "2"), recursive: true);
        await next.OpenAsync();

        Read(next).Should().Equal(1);
        next.Unreadable.Should().Be(0);
    }

    [Fact]
    public async Task It_is_full_no_more_once_all_that_filled_it_was_taken_whenever_that_was()
    {
        var length = 0L;
        using (var measured = New()) length = (await AppendAsync(measured, 0)).Segment.Length;
        Directory.Delete(root, recursive: true);
        List<Task> others = [];
        Journal journal = null!;
        // The two come while the first is written, and are written together; the first is taken while the second is on its way to the disk.
        using var own = journal = new Journal(root, 1, 2 * length, TimeSpan.FromSeconds(30), NullLogger.Instance, _ =>
        {
            if (others.Count == 0) others.AddRange([AppendAsync(journal, 2), AppendAsync(journal, 3)]);
            else foreach (var entry in journal.Waiting) journal.Taken(entry);
        });
        await AppendAsync(journal, 1);
        await others[0];
        await others[1].Invoking(o => o).Should().ThrowAsync<IOException>();
        journal.IsFull.Should().BeTrue("the file of the first was still there");

        await journal.OpenAsync();

        journal.IsFull.Should().BeFalse();
    }

    [Fact]
    public async Task A_disk_that_hangs_holds_one_act_and_nobody_who_takes()
    {
        if (OperatingSystem.IsWindows()) return;
        using var journal = New(patience: TimeSpan.FromMilliseconds(50));
        await AppendAsync(journal, 1);
        // Whoever opens it for writing waits for a reader.
        var pipe = Path.Combine(root, "1", "try");
        MakePipe(pipe, 0x180).Should().Be(0);
        var hangs = Task.Run(journal.TryDiskAsync, Token);
        var appending = async () =>
        {
            while (!Token.IsCancellationRequested) await AppendAsync(journal, 2);
        };

        await appending.Should().ThrowAsync<IOException>();
        await journal.Awaiting(j => j.OpenAsync()).Should().ThrowAsync<IOException>();
        foreach (var entry in journal.Waiting) journal.Taken(entry);
        journal.Count.Should().Be(0);
        hangs.IsCompleted.Should().BeFalse();

        ReadOnce(pipe);
        await Task.WhenAny(hangs);
        File.Delete(pipe);
        await AppendAsync(journal, 3);
        Read(journal).Should().Equal(3);
    }

    [Fact]
    public async Task Nobody_else_on_the_machine_can_read_it()
    {
        if (OperatingSystem.IsWindows()) return;
        using var journal = New();
        await AppendAsync(journal, 1);

        File.GetUnixFileMode(Files.Single()).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    /// <summary>One after the other, each would get the disk when nobody waits any more (docs/adr/0103).</summary>
    [Fact]
    public async Task Those_who_wait_at_the_same_time_share_one_flush()
    {
        using var disk = new SemaphoreSlim(0);
        var flushes = 0;
        using var journal = new Journal(root, 1 << 20, 1 << 20, TimeSpan.FromSeconds(30), NullLogger.Instance, Flush);
        var first = Task.Run(() => AppendAsync(journal, 1), Token);
        SpinWait.SpinUntil(() => Files.Any(file => new FileInfo(file).Length > 0), TimeSpan.FromSeconds(30)).Should().BeTrue("the first is at the disk");

        var others = Enumerable.Range(2, 20).Select(number => AppendAsync(journal, number)).ToList();
        disk.Release(21);
        await Task.WhenAll([first, .. others]);

        flushes.Should().Be(2);
        Read(journal).Should().Equal(Enumerable.Range(1, 21));
        Files.SelectMany(file => JournalRecord.Read(File.ReadAllBytes(file)).Records).Should().HaveCount(21);

        void Flush(FileStream file)
        {
            disk.Wait(Token);
            file.Flush(flushToDisk: true);
            flushes++;
        }
    }

    [Fact]
    public async Task A_flush_that_fails_promises_nothing_to_any_of_those_who_share_it()
    {
        var refuses = true;
        using var journal = new Journal(root, 1 << 20, 1 << 20, TimeSpan.FromSeconds(30), NullLogger.Instance, file =>
        {
            if (refuses) throw new IOException("no space");
            file.Flush(flushToDisk: true);
        });

        foreach (var refused in Enumerable.Range(1, 5).Select(number => AppendAsync(journal, number)).ToList()) await refused.Awaiting(r => r).Should().ThrowAsync<IOException>();
        refuses = false;
        await AppendAsync(journal, 6);

        Read(journal).Should().Equal(6);
    }

    [Fact]
    public async Task Records_that_share_a_flush_go_into_as_many_files_as_they_need_and_no_further_than_the_bound()
    {
        using var disk = new SemaphoreSlim(0);
        using var journal = new Journal(root, 200, 400, TimeSpan.FromSeconds(30), NullLogger.Instance, _ => disk.Wait(Token));
        var first = Task.Run(() => AppendAsync(journal, 1), Token);
        SpinWait.SpinUntil(() => Files.Any(file => new FileInfo(file).Length > 0), TimeSpan.FromSeconds(30)).Should().BeTrue("the first is at the disk");
        var others = Enumerable.Range(2, 30).Select(number => AppendAsync(journal, number)).ToList();
        disk.Release(31);
        await first;
        var written = 1;
        foreach (var other in others)
        {
            try
            {
                await other;
                written++;
            }
            catch (IOException)
            {
                // Beyond the bound.
            }
        }

        written.Should().BeInRange(5, 30);
        Read(journal).Should().Equal(Enumerable.Range(1, written), "those who came first have the room");
        Files.Select(file => new FileInfo(file).Length).Should().HaveCountGreaterThan(1).And.OnlyContain(length => length <= 200);
    }

    private Journal New(long file = 200, long most = 1 << 20, TimeSpan? patience = null) => new(root, file, most, patience ?? TimeSpan.FromSeconds(30), NullLogger.Instance);

    private static Task<JournalEntry> AppendAsync(Journal journal, int number) => journal.AppendAsync(Encoding.UTF8.GetBytes(number.ToString("D12", CultureInfo.InvariantCulture)));

    private static IEnumerable<int> Read(Journal journal) =>
        journal.Waiting.Where(entry => !entry.IsDamaged).Select(entry => int.Parse(Encoding.UTF8.GetString(entry.Payload), CultureInfo.InvariantCulture));

    private static byte[] Damage(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
        return bytes;
    }

    private static void ReadOnce(string pipe)
    {
        try
        {
            using var reader = new FileStream(pipe, FileMode.Open, FileAccess.Read);
        }
        catch (IOException)
        {
            // Whoever writes wants it alone; it is not waiting any more.
        }
    }

    // .NET makes no pipes with names.
    [DllImport("libc", EntryPoint = "mkfifo", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakePipe(string path, uint mode);
}
