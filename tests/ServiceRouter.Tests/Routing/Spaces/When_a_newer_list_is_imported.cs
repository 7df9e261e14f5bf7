using Microsoft.Extensions.Logging.Abstractions;
using ServiceRouter.Host.Commands;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Tests.Routing.Spaces;

public sealed class When_a_newer_list_is_imported : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("spaces-import-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _log = new();

    private string Storage => Path.Combine(_folder.FullName, "storage");

    [Fact]
    public async Task The_next_start_uses_it_instead_of_the_shipped_one()
    {
        string file = FileWith("liste-fs-20261015.csv", SampleSpaces.Row("1"), SampleSpaces.Row("2"), SampleSpaces.Row("3", postcode: "x"));

        int exit = await ImportAsync(file, "--Storage:Directory", Storage);

        exit.Should().Be(0);
        _output.ToString().Trim().Should().Be("2 spaces in 1 départements, list of 2026-10-15, 1 rows left out");
        _log.ToString().Should().Contain(":4: code_postal");
        var next = Start();
        next.All.Should().HaveCount(2);
        next.ListDate.Should().Be(new DateOnly(2026, 10, 15));
    }

    [Fact]
    public async Task The_real_list_is_kept_byte_for_byte()
    {
        (await ImportAsync(SpacesInForce.ShippedFile, "--Storage:Directory", Storage)).Should().Be(0);

        _output.ToString().Trim().Should().Be("2845 spaces in 102 départements, list of 2024-08-01, 0 rows left out");
        File.ReadAllBytes(ImportedList.Find(Storage)!).Should().Equal(File.ReadAllBytes(SpacesInForce.ShippedFile));
    }

    [Fact]
    public async Task The_one_before_goes_even_when_its_date_is_later()
    {
        await ImportAsync(FileWith("liste-20261015.csv", SampleSpaces.Row("1")), $"--Storage:Directory={Storage}");
        await ImportAsync(FileWith("liste.csv", SampleSpaces.Row("2")), $"--Storage:Directory={Storage}", "--date", "2026-09-01");

        Start().Should().Match<SpaceDirectory>(next => next.All.Single().Id == "2" && next.ListDate == new DateOnly(2026, 9, 1));
        Directory.EnumerateFiles(Path.Combine(Storage, "spaces")).Should().ContainSingle();
    }

    [Theory]
    [InlineData("nom,prenom\nDupont,Jeanne\n", "no column id_fs")]
    [InlineData("", "empty")]
    [InlineData(null, "cannot be read")]
    public async Task Another_file_is_refused_and_nothing_is_kept(string? text, string reason)
    {
        string file = Path.Combine(_folder.FullName, "other-20261015.csv");
        if (text is not null)
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        int exit = await ImportAsync(file, "--Storage:Directory", Storage);

        exit.Should().Be(1);
        _log.ToString().Should().Contain("is not imported").And.Contain(reason);
        _output.ToString().Should().BeEmpty();
        ImportedList.Find(Storage).Should().BeNull();
    }

    [Fact]
    public async Task Text_that_is_not_UTF8_is_refused()
    {
        string file = Path.Combine(_folder.FullName, "latin1.csv");
        await File.WriteAllBytesAsync(
            file, System.Text.Encoding.Latin1.GetBytes(SampleSpaces.Header + "\n" + SampleSpaces.Row()), TestContext.Current.CancellationToken);

        (await ImportAsync(file, "--Storage:Directory", Storage)).Should().Be(1);
        _log.ToString().Should().Contain("UTF-8");
    }

    [Theory]
    [InlineData]
    [InlineData("a.csv", "b.csv")]
    [InlineData("a.csv", "--date", "15/10/2026")]
    public async Task A_command_that_is_not_understood_tells_the_usage(params string[] args)
    {
        (await ImportAsync(args)).Should().Be(2);
        _log.ToString().Should().Contain("usage:");
    }

    [Fact]
    public async Task A_damaged_import_does_not_take_the_shipped_list_away()
    {
        await ImportAsync(FileWith("liste-20261015.csv", SampleSpaces.Row("1")), "--Storage:Directory", Storage);
        await File.WriteAllTextAsync(ImportedList.Find(Storage)!, "half a", TestContext.Current.CancellationToken);

        Start().All.Should().HaveCount(2845);
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _log.Dispose();
    }

    // As the program does: a command that is only right by itself is none.
    private async Task<int> ImportAsync(params string[] args) => (await Command.RunAsync(["spaces", "import", .. args], TextReader.Null, _output, _log))!.Value;

    private SpaceDirectory Start() => new SpacesInForce(NullLogger<SpacesInForce>.Instance).Load(configuredFile: null, Storage);

    private string FileWith(string name, params string[] rows)
    {
        string file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, string.Join('\n', [SampleSpaces.Header, .. rows]));
        return file;
    }
}
