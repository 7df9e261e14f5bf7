using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ServiceRouter.IntegrationTests.Desk;

public sealed class When_a_call_to_the_desk_is_wrong
{
    [Theory]
    [InlineData("{\"status\":")]
    [InlineData("{\"status\":\"asleep\"}")]
    [InlineData("{\"status\":2}")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Json_that_cannot_be_read_is_a_problem(string json)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var desk = await DeskProgram.SignInAsync(app, "conseiller1");

        (await desk.SendAsync(HttpMethod.Put, "presence", new StringContent(json, Encoding.UTF8, "application/json"))).ShouldBeProblem(400, "bad-request");
    }

    [Fact]
    public async Task Each_wrong_value_is_named()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var desk = await DeskProgram.SignInAsync(app, "conseiller1");

        (await desk.PutAsync("presence", new { })).ShouldBeProblem(400, "presence-status");
        (await desk.PutAsync("presence", new { status = "available", capacity = 11 })).ShouldBeProblem(400, "capacity");
        (await desk.GetAsync("handoffs?state=asleep")).ShouldBeProblem(400, "handoff-state");
        (await desk.GetAsync("handoffs?state=1")).ShouldBeProblem(400, "handoff-state");
        (await desk.GetAsync("events?lastEventId=soon")).ShouldBeProblem(400, "last-event-id");
        (await desk.GetAsync("handoffs/K7PR-2XW-9AD-FM4H")).ShouldBeProblem(404, "handoff-unknown");
        (await desk.GetAsync("nothing")).ShouldBeProblem(404, "no-such-path");
        (await desk.SendAsync(HttpMethod.Put, "presence", new StringContent("status=available"))).ShouldBeProblem(415, "not-json");
    }

    [Fact]
    public async Task Nobody_comes_in_without_the_role()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var nobody = DeskProgram.WithoutToken(app);
        using var manager = await DeskProgram.SignInAsync(app, "responsable1");

        foreach (var path in new[] { "presence", "events", "handoffs", "offers", "colleagues", "closing-codes" })
        {
            (await nobody.GetAsync(path)).ShouldBeProblem(401, "sign-in-needed");
            (await manager.GetAsync(path)).ShouldBeProblem(403, "wrong-role");
        }
    }

    [Fact]
    public async Task A_colleagues_conversation_stays_closed_to_acts()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var desk = await DeskProgram.SignInAsync(app, "conseiller1");
        using var colleague = await DeskProgram.SignInAsync(app, "conseiller2");
        await desk.ComesAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await using var listener = await desk.ListenAsync();
        var offer = await listener.HearsAsync("offer");
        await desk.PostAsync($"offers/{offer.Text("id")}/accept");

        var path = $"handoffs/{offer.Text("receipt")}/";
        (await colleague.PostAsync(path + "messages", new { text = "bonjour" })).ShouldBeProblem(403, "handoff-not-yours");
        (await colleague.GetAsync(path + "line")).ShouldBeProblem(403, "handoff-not-yours");
        (await colleague.PostAsync(path + "line", new { @do = "hold" })).ShouldBeProblem(403, "handoff-not-yours");
        (await colleague.PostAsync(path + "line/second", new { colleague = "conseiller3" })).ShouldBeProblem(403, "handoff-not-yours");
        (await colleague.PostAsync(path + "line/second/takes-over")).ShouldBeProblem(403, "handoff-not-yours");
        (await desk.PostAsync(path + "line/second", new { })).ShouldBeProblem(400, "second-target");
        (await desk.PostAsync(path + "line/second", new { colleague = "conseiller3" })).ShouldBeProblem(409, "line-over");
        (await desk.PostAsync(path + "line", new { @do = "dance" })).ShouldBeProblem(400, "line-act");
        (await colleague.PostAsync(path + "close", new { outcome = "served", code = "information" })).ShouldBeProblem(403, "handoff-not-yours");
        (await desk.PostAsync(path + "close", new { outcome = "withdrawn", code = "information" })).ShouldBeProblem(400, "closing-outcome");
        (await desk.PostAsync(path + "close", new { outcome = "served", code = "sans_reponse" })).ShouldBeProblem(400, "closing-code-outcome");
        (await desk.PostAsync(path + "close", new { outcome = "unreachable", code = "information" })).ShouldBeProblem(400, "closing-code-outcome");
        (await desk.PostAsync(path + "close", new { outcome = "unreachable", code = "sans_reponse" })).ShouldBeProblem(409, "attempts-missing");
        (await desk.PostAsync(path + "commit", new { kind = "callBack" })).ShouldBeProblem(400, "commitment");
        (await citizen.HandoffAsync()).CounsellorId.Should().Be("conseiller1");
    }

    [Fact]
    public async Task The_document_describes_every_call()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Url) };

        var paths = (await http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", TestContext.Current.CancellationToken)).GetProperty("paths");

        var desk = paths.EnumerateObject().Where(path => path.Name.StartsWith("/api/desk/", StringComparison.Ordinal)).ToList();
        desk.Should().HaveCount(26);
        desk.SelectMany(path => path.Value.EnumerateObject()).Should().OnlyContain(call => call.Value.GetProperty("summary").GetString()!.Length > 10);
    }
}
