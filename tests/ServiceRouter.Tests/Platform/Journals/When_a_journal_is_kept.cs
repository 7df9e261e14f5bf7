using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using ServiceRouter.Platform.Journals;

namespace ServiceRouter.Tests.Platform.Journals;

public sealed class When_a_journal_is_kept : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("journal-").FullName;

    private IEnumerable<string> Files => Directory.EnumerateFiles(root, "*.journal", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    [Fact]
    public void What_was_written_is_found_in_its_order_by_the_next_process()
    {
        using (var journal = New())
            for (var i = 1; i <= 20; i++) Append(journal, i);
        Files.Count().Should().BeGreaterThan(1, "files are rotated");

        using var next = New();
        next.Open();

        Read(next).Should().Equal(Enumerable.Range(1, 20));
    }

    [Fact]
    public void A_file_goes_when_its_last_record_was_taken()
    {
        using var journal = New();
        for (var i = 1; i <= 20; i++) Append(journal, i);
        var files = Files.Count();

        foreach (var entry in journal.Waiting.Take(19).ToList()) journal.Taken(entry);
        (files > Files.Count(), Files.Count()).Should().Be((true, 1));
        journal.Taken(journal.Waiting[0]);

        Files.Should().BeEmpty();
        Append(journal, 21);
        Read(journal).Should().Equal(21);
    }

    [Fact]
    public void Beyond_its_bound_it_refuses_and_takes_again_when_there_is_room()
    {
        using var journal = New(most: 400);
        var written = 0;
        var filling = () =>
        {
            while (written < 1000) Append(journal, ++written);
        };

        filling.Should().Throw<IOException>();
        Read(journal).Should().Equal(Enumerable.Range(1, written - 1), "what was refused is not there");
        Directory.EnumerateFiles(root, "*.journal", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length).Should().BeLessThanOrEqualTo(400);
        foreach (var entry in journal.Waiting) journal.Taken(entry);

        Append(journal, 7);
        Read(journal).Should().Equal(7);
    }

    [Fact]
    public void A_damaged_part_is_set_aside_once_and_told_until_somebody_has_looked()
    {
        using (var journal = New(file: 1 << 20))
            for (var i = 1; i <= 3; i++) Append(journal, i);
        var path = Files.Single();
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);

        for (var start = 0; start < 2; start++)
        {
            using var next = New();
            next.Open();
            Read(next).Should().Equal(1, 3);
            next.DamagedFiles.Should().Be(1);
        }

        var kept = File.ReadAllBytes(Directory.EnumerateFiles(root, "*.damaged", SearchOption.AllDirectories).Single());
        (bytes.AsSpan().IndexOf(kept) > 0).Should().BeTrue("its bytes are kept as they were");
    }

    [Fact]
    public void Two_processes_on_one_disk_have_a_place_each_and_the_living_takes_over_from_the_dead()
    {
        var (first, second) = (New(), New());
        using var living = second;
        Append(first, 1);
        Append(second, 2);
        second.Open();
        Read(second).Should().Equal(2);

        first.Dispose();
        second.Open();

        Read(second).Should().BeEquivalentTo([1, 2]);
    }

    [Fact]
    public void Nobody_else_on_the_machine_can_read_it()
    {
        if (OperatingSystem.IsWindows()) return;
        using var journal = New();
        Append(journal, 1);

        File.GetUnixFileMode(Files.Single()).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private Journal New(long file = 200, long most = 1 << 20) => new(root, file, most, NullLogger.Instance);

    private static void Append(Journal journal, int number) => journal.Append(Encoding.UTF8.GetBytes(number.ToString("D12", CultureInfo.InvariantCulture)));

    private static IEnumerable<int> Read(Journal journal) => journal.Waiting.Select(entry => int.Parse(Encoding.UTF8.GetString(entry.Payload), CultureInfo.InvariantCulture));
}
