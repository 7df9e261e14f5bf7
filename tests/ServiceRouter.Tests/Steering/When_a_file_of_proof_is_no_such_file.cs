using ServiceRouter.Host.Commands;
using ServiceRouter.Host.Steering;

namespace ServiceRouter.Tests.Steering;

public sealed class When_a_file_of_proof_is_no_such_file
{
    private const string Anchor = """{"day":"2026-11-20","leaves":1,"late":0,"root":"aa","previousHash":"","hash":"bb"}""";
    private const string Entry = """{"number":1,"at":"2026-11-20T09:00:00Z","move":"Ask","state":"Waiting","actor":"citizen","facts":"{}","previousHash":"","hash":"cc"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("[null]", Entry, "null")]
    [InlineData("[{}]", Entry, "null")]
    [InlineData("[" + Anchor + "]", "null", "null")]
    [InlineData("[" + Anchor + "]", "{}", "null")]
    [InlineData("[" + Anchor + "]", Entry, """{"day":"2026-11-20","number":3,"place":0}""")]
    [InlineData("[" + Anchor + "]", Entry, """{"day":"2026-11-20","number":1,"place":0,"path":[null]}""")]
    public async Task An_export_in_which_something_is_missing_is_called_none(string anchors, string entry, string proof)
    {
        var request = $$"""{"handoffId":"11111111-2222-3333-4444-555555555555","receipt":null,"entries":[{{entry}}],"said":[],"proof":{{proof}}}""";

        var (code, said) = await VerifyAsync($$"""{"format":"service-router-log/2","madeAt":"2026-11-21T09:00:00Z","scope":"","requests":[{{request}}],"anchors":{{anchors}}}""");

        (code, said.Contains("is no export of an event log", StringComparison.Ordinal)).Should().Be((2, true));
    }

    [Fact]
    public void A_copy_of_the_anchors_that_has_a_day_twice_is_read_when_it_says_the_same()
    {
        PublishedAnchors.Read($$"""{"anchors":[{{Anchor}},{{Anchor}}]}""")[new DateOnly(2026, 11, 20)].Should().Be("bb");
        PublishedAnchors.Read("jour;journaux;tardifs;racine;empreinte_precedente;empreinte\r\n2026-11-20;1;0;aa;;bb\r\n2026-11-20;1;0;aa;;bb\r\n").Should().HaveCount(1);
    }

    [Theory]
    [InlineData("""{"anchors":[null]}""")]
    [InlineData("""{"anchors":[{"day":"2026-11-20"}]}""")]
    [InlineData("""{"anchors":[{"day":"2026-11-20","hash":"bb"},{"day":"2026-11-20","hash":"cc"}]}""")]
    [InlineData("jour;journaux;tardifs;racine;empreinte_precedente;empreinte\n2026-11-20;1;0;aa;;bb\n2026-11-20;1;0;aa;;cc\n")]
    public void A_copy_that_does_not_tell_what_was_published_is_refused_in_words(string copy) =>
        FluentActions.Invoking(() => PublishedAnchors.Read(copy)).Should().Throw<FormatException>();

    private static async Task<(int Code, string Said)> VerifyAsync(string json)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await File.WriteAllTextAsync(file, json, Token);
            using var log = new StringWriter();
            return (await VerifyExportCommand.RunAsync([file], TextWriter.Null, log), log.ToString());
        }
        finally
        {
            File.Delete(file);
        }
    }
}
