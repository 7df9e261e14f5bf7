using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Desk;
using ServiceRouter.IntegrationTests.Doors;

namespace ServiceRouter.IntegrationTests.Limits;

/// <summary>Nobody keeps a node's memory busy with a conversation that was made for it: it is read in pieces, and looked at from its end (docs/adr/0089).</summary>
public sealed class When_a_conversation_is_made_very_long
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_live_stream_has_a_piece_of_it_in_hand_and_reads_on_when_that_is_taken()
    {
        const int Said = (2 * ReadTranscript.PieceOfStream) + 5;
        await using var app = await RouterApp.StartEmbeddedAsync();
        var conversation = (await app.SilentConversationAsync()).ConversationId;
        await app.HasSaidAsync(conversation, Said);

        await using var screen = app.Get<ReadTranscript>().FollowAsync(conversation, 0, Token).GetAsyncEnumerator(Token);
        (await screen.MoveNextAsync()).Should().BeTrue();
        await app.TamperAsync(db => db.Activities.Where(a => a.Number > ReadTranscript.PieceOfStream).ExecuteUpdateAsync(s => s.SetProperty(a => a.Text, "lu après"), Token));

        List<(long Number, string Text)> heard = [];
        do heard.Add((screen.Current.Number, TextOf(screen.Current.Json!)));
        while (heard.Count < Said && await screen.MoveNextAsync());
        heard.Select(h => h.Number).Should().Equal(Enumerable.Range(1, Said).Select(n => (long)n));
        heard.Where(h => h.Text == "lu après").Should().HaveCount(Said - ReadTranscript.PieceOfStream, "only the first piece had been read");
    }

    [Fact]
    public async Task A_page_that_comes_back_goes_on_from_its_last_message_over_several_pieces()
    {
        const int Said = 3 * ReadTranscript.PieceOfStream;
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = ReceiptCode.Print((await citizen.HandoffAsync()).Receipt);
        await app.HasSaidAsync(citizen.ConversationId, Said);
        var last = (await citizen.ReadsAsync())[^1].Number;
        using var http = new HttpClient { BaseAddress = new Uri(app.Url) };

        (await HearsAsync(http, $"/demande/{receipt}/direct?vu=7", lastEventId: null, last)).Should().Equal(Enumerable.Range(8, last - 7));
        (await HearsAsync(http, $"/demande/{receipt}/direct?vu=7", lastEventId: 30, last)).Should().Equal(Enumerable.Range(31, last - 30));
    }

    [Fact]
    public async Task Live_words_are_not_six_times_as_long_as_they_were_written()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var conversation = (await app.SilentConversationAsync()).ConversationId;
        await app.HasSaidAsync(conversation, 1, "été\r\n<script>« 👋 »");

        await using var screen = app.Get<ReadTranscript>().FollowAsync(conversation, 0, Token).GetAsyncEnumerator(Token);
        await screen.MoveNextAsync();

        screen.Current.Json.Should().Contain("été").And.NotContainAny("\n", "\r");
        TextOf(screen.Current.Json!).Should().Be("été\r\n<script>« 👋 »");
    }

    [Fact]
    public async Task Pages_show_its_end_and_say_so_and_the_file_to_keep_has_all_of_it()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var citizen = new CitizenHttp(app);
        var receipt = await citizen.AsksForHumanAsync();
        var conversation = await app.LookAsync(db => db.Conversations.Select(c => c.Id).SingleAsync(Token));
        var before = await app.LookAsync(db => db.Activities.CountAsync(Token));
        (await citizen.OpensAsync($"/demande/{receipt}")).Page.Should().NotContain("Les messages plus anciens");
        await app.HasSaidAsync(conversation, ReadTranscript.Most);

        foreach (var path in (string[])[$"/demande/{receipt}", $"/demande/{receipt}/imprimer", "/chat"])
        {
            var (status, page) = await citizen.OpensAsync(path);
            status.Should().Be(HttpStatusCode.OK);
            page.Should().Contain("Les messages plus anciens ne sont pas affichés", path).And.Contain($"dit {before + 1}.").And.Contain($"dit {before + ReadTranscript.Most}.");
            System.Text.RegularExpressions.Regex.Count(page, "class=\"words\"").Should().Be(ReadTranscript.Most, path);
        }
        var copy = (await citizen.OpensAsync($"/demande/{receipt}/copie.txt")).Page;
        copy.Should().NotContain("plus anciens").And.Contain(receipt).And.Contain("Suivi de votre demande", "what was said first is in it").And.Contain($"dit {before + ReadTranscript.Most}.");
        copy.Split("Vous, ").Should().HaveCount(ReadTranscript.Most + 1);
    }

    [Fact]
    public async Task Whoever_reads_it_slowly_holds_no_place_of_those_behind_the_same_address_up_to_a_bound()
    {
        const int Bound = 4;
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, GivesNoReaderUp, "--Limits:PagesTogether=1");
        using var citizen = new CitizenHttp(app);
        var receipt = await citizen.AsksForHumanAsync();
        var conversation = await app.LookAsync(db => db.Conversations.Select(c => c.Id).SingleAsync(Token));
        // More than all buffers on the way hold: each of these signs is written with eight.
        await app.HasSaidAsync(conversation, ReadTranscript.Most, new string('€', 4000));
        List<TcpClient> readers = [];
        // Of the readers too: without a bound of its own one that waits for the place of another would wait for ever.
        using var patience = Patience.New();
        try
        {
            for (var reader = 0; reader < Bound; reader++) readers.Add(await BeginAsync($"/demande/{receipt}"));
            (await citizen.OpensAsync("/humain").WaitAsync(patience.Token)).Status.Should().Be(HttpStatusCode.OK);

            // One more keeps the place: what is drawn and not read is memory.
            readers.Add(await BeginAsync($"/demande/{receipt}"));
            var waits = citizen.OpensAsync("/humain");
            foreach (var reader in readers) reader.Dispose();
            readers.Clear();
            (await waits.WaitAsync(patience.Token)).Status.Should().Be(HttpStatusCode.OK);
        }
        finally
        {
            foreach (var reader in readers) reader.Dispose();
        }

        async Task<TcpClient> BeginAsync(string path)
        {
            var address = new Uri(app.Url);
            var slow = new TcpClient { ReceiveBufferSize = 4096 };
            await slow.ConnectAsync(address.Host, address.Port, Token);
            await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAccept: text/html\r\n\r\n"), Token);
            await slow.GetStream().ReadExactlyAsync(new byte[16], patience.Token);
            return slow;
        }
    }

    // It would be cut off after five seconds, and its place be free for that reason.
    private static void GivesNoReaderUp(IServiceCollection services) => services.PostConfigure<KestrelServerOptions>(kestrel => kestrel.Limits.MinResponseDataRate = null);

    [Fact]
    public async Task A_desk_reads_its_end_is_told_that_there_is_more_and_can_read_that()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var holder = await app.CounsellorComesAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await holder.TakesNextAsync();
        using var desk = await DeskProgram.SignInAsync(app, "conseiller1");
        (await desk.GetAsync($"handoffs/{receipt}")).Body.GetProperty("earlier").GetBoolean().Should().BeFalse();
        await app.HasSaidAsync(citizen.ConversationId, ReadTranscript.Most + 30);
        var all = await app.LookAsync(db => db.Activities.CountAsync(Token));

        var newest = (await desk.GetAsync($"handoffs/{receipt}")).Body;
        var earlier = (await desk.GetAsync($"handoffs/{receipt}?before={NumbersOf(newest)[0]}")).Body;

        (newest.GetProperty("earlier").GetBoolean(), earlier.GetProperty("earlier").GetBoolean()).Should().Be((true, false));
        NumbersOf(newest).Should().HaveCount(ReadTranscript.Most);
        NumbersOf(earlier).Concat(NumbersOf(newest)).Should().Equal(Enumerable.Range(1, all));
    }

    private static List<int> NumbersOf(JsonElement detail) => [.. detail.GetProperty("transcript").EnumerateArray().Select(a => a.GetProperty("number").GetInt32())];

    private static string TextOf(string json) => JsonDocument.Parse(json).RootElement.GetProperty("text").GetString()!;

    private static async Task<List<int>> HearsAsync(HttpClient http, string path, int? lastEventId, int until)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is { } number) request.Headers.Add("Last-Event-ID", $"{number}");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Token));
        List<int> numbers = [];
        while (numbers.LastOrDefault() < until && await lines.ReadLineAsync(Token) is { } line)
            if (line.StartsWith("id: ", StringComparison.Ordinal)) numbers.Add(int.Parse(line["id: ".Length..], System.Globalization.CultureInfo.InvariantCulture));
        return numbers;
    }
}

internal static class LongTalks
{
    /// <summary>So much is in the conversation as if its citizen had said it at this moment.</summary>
    public static Task HasSaidAsync(this RouterApp app, Guid conversationId, int times, string? text = null) => app.TamperAsync(async db =>
    {
        var now = app.Get<TimeProvider>().GetUtcNow();
        var conversation = await db.Conversations.SingleAsync(c => c.Id == conversationId);
        for (var time = 0; time < times; time++)
        {
            var number = conversation.NextActivity(now);
            db.Activities.Add(new Activity { ConversationId = conversationId, Number = number, At = now, Author = Author.Citizen, Text = text ?? $"dit {number}." });
        }
        await db.SaveChangesAsync();
    });
}
