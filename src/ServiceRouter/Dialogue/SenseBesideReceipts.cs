using ServiceRouter.Handoffs;

namespace ServiceRouter.Dialogue;

/// <summary>Hears what is said beside receipts: letters that were drawn by chance sound like anything now and then, danger among it.</summary>
internal sealed class SenseBesideReceipts(ISense sense, ReceiptSeal seal) : ISense
{
    // Only those of ours: fourteen letters of other words are a code now and then, and must be heard.
    public Sensed Read(string text) => ReceiptInWords.Without(text, seal.IsOurs) is var beside && string.IsNullOrWhiteSpace(beside) ? Sensed.Nothing : sense.Read(beside);
}
