using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit.Serialization;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Platform.Outbox;

namespace ServiceRouter.Tests.Versions;

/// <summary>
/// During an upgrade nodes of two versions share broker, outbox and journals. recorded/ holds a message of each contract as the version before
/// wrote it (without the parameters that came last) and as the next one may (with more of everything, and values that this one does not know).
/// </summary>
public sealed class When_nodes_of_two_versions_talk
{
    private static readonly Type[] Contracts = [.. typeof(HandoffAsked).Assembly.GetExportedTypes().Where(t => !t.IsEnum)];

    public static TheoryData<string, string> Recorded => [.. from contract in Contracts from version in (string[])["older", "newer"] select (contract.Name, version)];

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_message_of_the_other_version_is_read_from_the_bus(string contract, string version)
    {
        var (type, message) = Read(contract, version);

        var read = message.Deserialize(type, SystemTextJsonMessageSerializer.Options);

        HoldsAllThatIsKnown(read, type, message);
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_row_or_record_of_the_other_version_is_read_too(string contract, string version)
    {
        var (type, message) = Read(contract, version);
        // Rows and records have the names as the parameters have them.
        var body = new JsonObject(message.AsObject().Select(field => KeyValuePair.Create(char.ToUpperInvariant(field.Key[0]) + field.Key[1..], field.Value?.DeepClone()))).ToJsonString();

        var read = OutboxTable.Read(new OutboxMessage { Type = type.FullName!, Body = body, ClaimedBy = "" });

        HoldsAllThatIsKnown(read, type, message);
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void What_this_version_writes_the_other_can_read(string contract, string version)
    {
        var (type, message) = Read(contract, version);
        var ours = message.Deserialize(type, SystemTextJsonMessageSerializer.Options);

        var written = JsonSerializer.SerializeToNode(ours, type, SystemTextJsonMessageSerializer.Options)!.AsObject();

        // The other version looks for the fields that it knows by these names: each value of the recorded message that we know is there again.
        foreach (var (name, value) in message.AsObject().Where(field => Parameters(type).Contains(field.Key, StringComparer.OrdinalIgnoreCase) && field.Value is not null))
            written.Should().ContainKey(name, "the name is the promise").WhoseValue!.ToJsonString().Should().Be(Ours(value!, type, name));
    }

    [Fact]
    public void What_an_older_asking_does_not_say_is_null()
    {
        var (type, message) = Read(nameof(HandoffAsked), "older");

        var asked = (HandoffAsked)message.Deserialize(type, SystemTextJsonMessageSerializer.Options)!;

        asked.Should().Match<HandoffAsked>(a => a.ShownReceipt == null && a.CallBackNumber == null && a.CallBackAt == null && a.Receipt == "K7PR2XW9ADFM47");
    }

    private static (Type Type, JsonNode Message) Read(string contract, string version)
    {
        var text = File.ReadAllText(Repository.Folder("tests", "ServiceRouter.Tests", "Versions", "recorded", $"{contract}.{version}.json"));
        return (Contracts.Single(t => t.Name == contract), JsonNode.Parse(text)!["message"]!);
    }

    private static IEnumerable<string> Parameters(Type type) => type.GetConstructors().MaxBy(c => c.GetParameters().Length)!.GetParameters().Select(p => p.Name!);

    private static void HoldsAllThatIsKnown(object? read, Type type, JsonNode message)
    {
        read.Should().NotBeNull();
        foreach (var property in type.GetProperties().Where(p => p.Name != "EqualityContract"))
        {
            var told = message.AsObject().FirstOrDefault(f => f.Key.Equals(property.Name, StringComparison.OrdinalIgnoreCase)).Value;
            if (told is null) property.GetValue(read).Should().BeNull($"{property.Name} is not said");
            else JsonSerializer.SerializeToNode(property.GetValue(read), SystemTextJsonMessageSerializer.Options)!.ToJsonString().Should().Be(Ours(told, type, property.Name));
        }
    }

    // The same value in our spelling.
    private static string Ours(JsonNode value, Type type, string name)
    {
        var property = type.GetProperties().Single(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return JsonSerializer.SerializeToNode(value.Deserialize(property.PropertyType, SystemTextJsonMessageSerializer.Options), SystemTextJsonMessageSerializer.Options)!.ToJsonString();
    }
}
