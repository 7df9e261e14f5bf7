using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServiceRouter.Benchmarks.Floor;

/// <summary>What the bare program says about one message on its way: stamps of <see cref="Measuring.Ticks"/>.</summary>
/// <param name="Id">Number of the sample.</param>
/// <param name="Received">The request was read.</param>
/// <param name="Committed">The row is on the disk.</param>
/// <param name="Consumed">The message came back from the quorum queue; 0 before.</param>
/// <param name="Filler">Brings the message to the size of the product's own, about 300 bytes.</param>
internal sealed record FloorStamps(long Id, long Received, long Committed, long Consumed, string Filler)
{
    public static string Padding { get; } = new('x', 180);

    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, FloorJson.Default.FloorStamps);

    public static FloorStamps Read(ReadOnlySpan<byte> utf8) => JsonSerializer.Deserialize(utf8, FloorJson.Default.FloorStamps)!;

    public static FloorStamps Read(string json) => JsonSerializer.Deserialize(json, FloorJson.Default.FloorStamps)!;
}

[JsonSerializable(typeof(FloorStamps))]
internal sealed partial class FloorJson : JsonSerializerContext;
