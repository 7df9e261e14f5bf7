using System.Net;
using System.Text;

namespace ServiceRouter.IntegrationTests.Limits;

/// <summary>It is told in words, with the way to a human, and is no failure of ours.</summary>
public sealed class When_a_request_cannot_be_read
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/humain")]
    [InlineData("/chat")]
    [InlineData("/appel")]
    [InlineData("/demande")]
    public async Task A_body_that_is_too_long_is_refused(string path)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var visitor = new Visitor(app);
        using var body = new StringContent("texte=" + new string('a', 200_000), Encoding.UTF8, "application/x-www-form-urlencoded");

        using var answer = await visitor.SendsAsync(path, body);

        ((int)answer.StatusCode).Should().BeInRange(302, 413);
        if (answer.StatusCode != HttpStatusCode.Found)
            (await answer.Content.ReadAsStringAsync(Token)).Should().Contain("action=\"/humain\"");
        (await visitor.AsksForHumanAsync()).Should().NotBeEmpty();
    }

    [Fact]
    public async Task The_longest_message_fits()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var citizen = new Doors.CitizenHttp(app);

        (await citizen.SendsAsync("/chat", ("texte", string.Concat(Enumerable.Repeat("€", 4000))))).Status.Should().Be(HttpStatusCode.Found);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "a=%", 1)]
    [InlineData("application/x-www-form-urlencoded", "a&", 3000)]
    [InlineData("multipart/form-data; boundary=x", "--y", 1)]
    [InlineData("multipart/form-data", "--", 1)]
    [InlineData("text/nothing; charset=klingon", "{", 1)]
    public async Task Its_form_is_nonsense_and_the_button_does_not_fail(string type, string part, int times)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var visitor = new Visitor(app);
        using var body = new ByteArrayContent(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(part, times))));
        body.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await visitor.SendsAsync("/humain", body);

        ((int)answer.StatusCode).Should().BeLessThan(500);
    }

    [Theory]
    [InlineData("/erreur/404")]
    [InlineData("/accessibilite")]
    [InlineData("/demande/nulle-part/imprimer")]
    public async Task Its_form_is_nonsense_and_nobody_waits_for_one(string path)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var visitor = new Visitor(app);
        foreach (var words in (string[])["a=%00", string.Concat(Enumerable.Repeat("a=b&", 3000))])
        {
            using var body = new StringContent(words, Encoding.UTF8, "application/x-www-form-urlencoded");

            using var answer = await visitor.SendsAsync(path, body);

            ((int)answer.StatusCode).Should().BeLessThan(500);
            (await answer.Content.ReadAsStringAsync(Token)).Should().Contain("action=\"/humain\"");
        }
    }

    [Theory]
    [InlineData("imprimer")]
    [InlineData("attente")]
    [InlineData("lettre")]
    [InlineData("imprimer?handler=Nothing")]
    public async Task A_page_of_a_request_that_takes_no_form_says_so(string page)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var visitor = new Visitor(app);
        var receipt = await visitor.AsksForHumanAsync();
        using var body = new StringContent("texte=bonjour", Encoding.UTF8, "application/x-www-form-urlencoded");

        using var answer = await visitor.SendsAsync($"/demande/{receipt}/{page}", body);

        answer.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        (await answer.Content.ReadAsStringAsync(Token)).Should().Contain("action=\"/humain\"");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[[[[")]
    [InlineData("nothing")]
    public async Task A_program_that_sends_no_JSON_is_told_so(string words)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var visitor = new Visitor(app);
        using var body = new StringContent(words, Encoding.UTF8, "application/json");

        using var answer = await visitor.SendsAsync("/demo/token", body);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }
}
