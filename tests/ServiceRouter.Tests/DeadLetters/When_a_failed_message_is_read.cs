using System.Text;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.DeadLetters;
using ServiceRouter.Platform.DeadLetters;

namespace ServiceRouter.Tests.DeadLetters;

/// <summary>Whatever the bytes are, something is kept, the same bytes under the same id, and nothing of a machine is shown to people.</summary>
public sealed class When_a_failed_message_is_read
{
    private static readonly DateTimeOffset Now = new(2027, 3, 9, 9, 0, 0, TimeSpan.Zero);

    private const string Envelope = """
        {"messageId":"11110000-0000-0000-0000-000000000001","messageType":["urn:message:ServiceRouter.Contracts.Handoffs:HandoffEnded"],"host":{"machineName":"m1"},
         "message":{"handoffId":"22220000-0000-0000-0000-000000000001","outcome":1,"endedAt":"2027-03-09T08:00:00Z","colour":"blue"}}
        """;

    [Fact]
    public void The_envelope_tells_id_contract_and_message()
    {
        var failed = Read(Envelope);

        failed.Id.Should().Be(Guid.Parse("11110000-0000-0000-0000-000000000001"));
        failed.Type.Should().Be("ServiceRouter.Contracts.Handoffs.HandoffEnded");
        failed.Body.Should().StartWith("{\"handoffId\"").And.NotContain("machineName");
        Shown(failed.Body).Select(f => f.Name).Should().Equal("Issue", "Terminé le (UTC)", "colour");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0000\u0001{{{")]
    [InlineData("[1,2,3]")]
    [InlineData("{\"message\":7,\"messageType\":7,\"messageId\":7}")]
    [InlineData("{\"message\":{},\"messageType\":[7],\"messageId\":\"x\"}")]
    public void Anything_else_is_kept_as_it_is_and_under_one_id(string text)
    {
        var (first, again) = (Read(text), Read(text));

        first.Should().Be(again);
        first.Id.Should().NotBe(Guid.Empty);
        first.Body.Should().NotContain("\0");
        Shown(first.Body).Should().NotBeNull();
    }

    [Fact]
    public void The_transport_tells_the_id_when_the_envelope_cannot()
    {
        var id = Guid.Parse("33330000-0000-0000-0000-000000000001");

        ReadFailedMessage.Of(FailedBy.Consumer, "sr-x", "no json"u8.ToArray(), id, null, Now).Id.Should().Be(id);
    }

    [Fact]
    public void Nesting_without_end_and_bodies_without_end_are_bounded()
    {
        var deep = Read(new string('[', 100_000));
        var large = Read("{\"message\":{\"text\":\"" + new string('x', 100_000) + "\"}}");

        deep.Body!.Length.Should().BeLessThanOrEqualTo(ReadFailedMessage.LongestBody);
        large.Body!.Length.Should().BeLessThanOrEqualTo(ReadFailedMessage.LongestBody);
        Shown(large.Body).Single().Value.Length.Should().BeLessThan(600);
    }

    [Fact]
    public void The_key_of_a_browser_is_not_shown() =>
        Shown("""{"receipt":"K7PR2XW9ADFM47","keyHash":"abc","conversationId":"44440000-0000-0000-0000-000000000001"}""").Should().Equal(new ShownField("Récépissé", "K7PR2XW9ADFM47"));

    [Theory]
    [InlineData("""{"text":"\ud800"}""")]
    [InlineData("""{"\ud800":"words"}""")]
    public void Half_a_sign_is_shown_as_it_came_and_ends_no_desk(string body)
    {
        Shown(body).Single().Value.Should().Be(body);
        Read($$"""{"messageType":["\ud800"],"messageId":"\ud800","message":{{body}}}""").Body.Should().Contain(body);
    }

    [Theory]
    [InlineData("0199001234", "0199001234")]
    [InlineData(null, "illisible (il est chiffré, et la clé manque)")]
    public void A_closed_number_is_shown_open(string? opened, string shown)
    {
        var id = Guid.Parse("22220000-0000-0000-0000-000000000001");

        var fields = ShownFields.Of($$"""{"SealedNumber":"c2VhbGVk","HandoffId":"{{id}}"}""", (closed, asked) => (closed, asked) == ("c2VhbGVk", id) ? opened : "another asking's");

        fields.Should().Equal(new ShownField("Numéro à rappeler", shown));
    }

    [Fact]
    public void Each_field_of_ours_has_a_french_name_or_is_not_for_people()
    {
        var fields = typeof(HandoffAsked).Assembly.GetExportedTypes().Where(type => type.IsClass).SelectMany(type => type.GetProperties())
            // Neither lists nor yes and no are shown.
            .Where(field => field.DeclaringType!.IsClass && (Nullable.GetUnderlyingType(field.PropertyType) ?? field.PropertyType) is var kind && kind != typeof(bool) && !kind.IsGenericType)
            .Select(field => field.Name).ToList();

        fields.Should().Contain(nameof(HandoffAsked.SentAs)).And.AllSatisfy(field => ShownFields.Knows(field).Should().BeTrue(field));
    }

    private static IReadOnlyList<ShownField> Shown(string? body) => ShownFields.Of(body, (_, _) => null);

    private static FailedMessage Read(string text) => ReadFailedMessage.Of(FailedBy.Consumer, "sr-satisfaction", Encoding.UTF8.GetBytes(text), null, "cause", Now);
}
