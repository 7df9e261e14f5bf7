using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Tests.Channels;

/// <summary>A number to call back is closed for brokers and disks, and open for every node that has the key (docs/adr/0076).</summary>
public sealed class When_a_number_travels
{
    private const string Number = "0199001234";
    private static readonly NumberSeal Seal = With(Key(1));

    [Fact]
    public void It_cannot_be_read_and_comes_back_as_it_was()
    {
        var asked = Asked();

        var closed = Seal.Close(asked);

        JsonSerializer.Serialize(closed).Should().NotContain(Number);
        With(Key(1)).Open(closed).Should().Be(asked);
    }

    [Fact]
    public void The_same_number_never_looks_the_same() =>
        Enumerable.Range(0, 50).Select(_ => Seal.Close(Asked()).SealedNumber).Should().OnlyHaveUniqueItems();

    [Fact]
    public void Nothing_else_of_the_asking_is_touched()
    {
        var closed = Seal.Close(Asked());

        closed.SealedNumber.Should().NotBeNull();
        (closed with { SealedNumber = null, CallBackNumber = Number }).Should().Be(Asked());
    }

    [Fact]
    public void An_asking_without_a_number_or_from_a_node_that_does_not_close_it_is_taken_as_it_is()
    {
        var (none, open) = (Asked() with { CallBackNumber = null, CallBackAt = null }, Asked());

        Seal.Close(none).Should().Be(none);
        Seal.Open(none).Should().Be(none);
        Seal.Open(open).Should().Be(open);
        With(Key(1), closes: false).Close(open).Should().Be(open, "nodes from before could not open it");
    }

    [Fact]
    public void Cut_out_and_put_into_another_asking_it_calls_nobody()
    {
        var moved = Seal.Close(Asked()) with { HandoffId = Guid.Parse("33330000-0000-0000-0000-000000000001") };

        FluentActions.Invoking(() => Seal.Open(moved)).Should().Throw<CryptographicException>().Which.Message.Should().NotContain(Number);
    }

    [Fact]
    public void No_changed_sign_gives_another_number()
    {
        var closed = Convert.FromBase64String(Seal.Close(Asked()).SealedNumber!);
        for (var bit = 0; bit < closed.Length * 8; bit++)
        {
            var changed = closed.ToArray();
            changed[bit / 8] ^= (byte)(1 << bit % 8);
            Seal.TryOpen(Convert.ToBase64String(changed), Asked().HandoffId).Should().BeNull();
        }
        for (var length = 0; length < closed.Length; length++) Seal.TryOpen(Convert.ToBase64String(closed.AsSpan(0, length)), Asked().HandoffId).Should().BeNull();
        Seal.TryOpen("no base64 !", Asked().HandoffId).Should().BeNull();
    }

    [Fact]
    public void A_former_key_still_opens_and_closes_no_more()
    {
        var (former, rotated) = (Seal, With(Key(2), former: $"{Key(3)}, {Key(1)}"));

        rotated.Open(former.Close(Asked())).Should().Be(Asked());
        FluentActions.Invoking(() => former.Open(rotated.Close(Asked()))).Should().Throw<CryptographicException>();
    }

    private static HandoffAsked Asked() => new(
        Guid.Parse("11110000-0000-0000-0000-000000000001"), "K7PR2XW9ADFM47", DateTimeOffset.UnixEpoch, Guid.Parse("22220000-0000-0000-0000-000000000001"), null, ChannelName.Web, "fr", RefusesAssistant: false,
        null, "call_back", "general", nameof(HandoffRank.Ordinary), "citizen", Number, DateTimeOffset.UnixEpoch.AddHours(2));

    private static NumberSeal With(string key, string former = "", bool closes = true) =>
        new(Options.Create(new ReceiptsOptions { Key = key, FormerKeys = former }), Options.Create(new DoorsOptions { SealNumbers = closes }));

    private static string Key(int number) => Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(i => (byte)(number * 31 + i * 7))]);
}
