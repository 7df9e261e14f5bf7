using System.Text.Json;
using ServiceRouter.Host.Commands;

namespace ServiceRouter.Tests.Host.Commands;

public sealed class When_lines_are_understood : IDisposable
{
    private readonly StringWriter output = new();
    private readonly StringWriter log = new();

    public void Dispose()
    {
        output.Dispose();
        log.Dispose();
    }

    [Fact]
    public async Task Each_line_is_answered_in_its_order()
    {
        var answers = await Understand("je veux parler à un conseiller\n\n   \nrecette de la tarte aux pommes\n");

        answers.Select(a => a.Outcome).Should().Equal("human", "none", "none", "none");
        answers[0].Text.Should().Be("je veux parler à un conseiller");
    }

    [Fact]
    public async Task A_cry_for_help_is_distress() =>
        (await Understand("je veux mourir")).Should().ContainSingle().Which.Outcome.Should().Be("distress");

    [Fact]
    public async Task A_question_that_a_fiche_answers_names_its_procedure()
    {
        var answer = (await Understand("erreur sur ma taxe foncière"))[0];

        answer.Outcome.Should().BeOneOf("answer", "flow");
        answer.Id.Should().Be("impots");
    }

    [Fact]
    public async Task Letters_stay_letters_on_one_line_each()
    {
        await Understand("où est l'œuvre d'été « ça » ?\nمرحبا");

        output.ToString().Should().Contain("\"où est l'œuvre d'été « ça » ?\"").And.Contain("\"مرحبا\"");
        output.ToString().TrimEnd().Split('\n').Should().HaveCount(2);
    }

    [Fact]
    public async Task A_broken_or_very_long_line_costs_no_other()
    {
        var answers = await Understand($"\ud83d\ufffd\0\n{new string('a', 300_000)}\nje veux mourir");

        answers.Should().HaveCount(3);
        answers[^1].Outcome.Should().Be("distress");
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told_on_the_log_only()
    {
        var code = await UnderstandCommand.RunAsync(["--Flows:Directory", "/nulle/part"], new StringReader("bonjour"), output, log);

        code.Should().Be(1);
        output.ToString().Should().BeEmpty();
        log.ToString().Should().Contain("/nulle/part");
    }

    private async Task<List<Answer>> Understand(string lines)
    {
        var code = await UnderstandCommand.RunAsync(["--Flows:Directory", Repository.Folder("flows")], new StringReader(lines), output, log);

        code.Should().Be(0);
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<Answer>(line, JsonSerializerOptions.Web)!)];
    }

    private sealed record Answer(string Text, string Outcome, string? Id);
}
