using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Handoffs;

namespace ServiceRouter.IntegrationTests.Limits;

/// <summary>Failures become slow. The owner of a right receipt, behind the same address, does not notice.</summary>
public sealed class When_receipts_are_guessed
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Ways => ["/demande/{0}", "/demande/{0}/direct", "/demande/{0}/copie", "/demande/{0}/imprimer"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Each_further_failure_takes_its_time_and_a_right_receipt_none(string way)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock, $"--Limits:FailedLookWait={Wait}", "--Limits:FailedLooksAtOnce=1", "--Limits:PagesTogether=1");
        using var visitor = new Visitor(app);
        var right = await visitor.AsksForHumanAsync();
        using (var first = await visitor.OpensAsync(Address(way, Guess()))) first.StatusCode.Should().BeOneOf(HttpStatusCode.NotFound, HttpStatusCode.NoContent);

        var guesses = Enumerable.Range(0, 5).Select(_ => visitor.OpensAsync(Address(way, Guess()))).ToList();

        for (var looks = 0; looks < 5; looks++)
        {
            using var shown = await visitor.OpensAsync($"/demande/{right}");
            shown.StatusCode.Should().Be(HttpStatusCode.OK);
        }
        guesses.Count(g => g.IsCompleted).Should().BeLessThanOrEqualTo(1, "a clock that stands still ends no wait; one failure may have been forgiven since");
        await Eventually.HoldsAsync(() =>
        {
            clock.Advance(Wait);
            return Task.FromResult(guesses.TrueForAll(g => g.IsCompleted));
        }, "the guesses are answered after their wait");
        foreach (var guess in guesses) (await guess).StatusCode.Should().BeOneOf(HttpStatusCode.NotFound, HttpStatusCode.NoContent);
    }

    private static string Address(string way, string receipt) => way.Replace("{0}", receipt, StringComparison.Ordinal);

    private static string Guess() => ReceiptCode.Print(new string(RandomNumberGenerator.GetItems<char>("23456789ACDEFHJKLMNPRTUVWXY", ReceiptCode.Length)));
}
