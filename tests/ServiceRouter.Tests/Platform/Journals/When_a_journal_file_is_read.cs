using System.Text;
using ServiceRouter.Platform.Journals;

namespace ServiceRouter.Tests.Platform.Journals;

/// <summary>Whatever a crash or a bad disk made of the file: what is whole is read, what is damaged is told, only what was cut short is passed over.</summary>
public sealed class When_a_journal_file_is_read
{
    private static readonly string[] Payloads = ["{\"a\":\"première\"}", "{\"b\":2}", "{\"c\":\"x y\"}"];

    private static readonly byte[] File = [.. Payloads.SelectMany(text => JournalRecord.Write(Encoding.UTF8.GetBytes(text)))];

    private static readonly int LastStart = File.AsSpan().LastIndexOf((byte)0x1E);

    [Fact]
    public void Whole_records_come_back_in_their_order()
    {
        var reading = JournalRecord.Read(File);

        Texts(reading).Should().Equal(Payloads);
        (reading.Torn, reading.Damaged.Count).Should().Be((false, 0));
    }

    [Fact]
    public void A_last_record_that_was_cut_short_anywhere_is_passed_over_and_not_called_damage()
    {
        // Without its line feed the record is whole all the same.
        for (var length = LastStart + 1; length < File.Length - 1; length++)
        {
            var reading = JournalRecord.Read(File.AsSpan(0, length));

            Texts(reading).Should().Equal(Payloads[..2], "cut at {0}", length);
            (reading.Torn, reading.Damaged.Count).Should().Be((true, 0), "cut at {0}", length);
        }
    }

    [Fact]
    public void Zeros_that_a_file_system_left_behind_are_no_damage()
    {
        var reading = JournalRecord.Read([.. File.AsSpan(0, LastStart + 9), .. new byte[500]]);

        Texts(reading).Should().Equal(Payloads[..2]);
        (reading.Torn, reading.Damaged.Count).Should().Be((true, 0));
    }

    [Fact]
    public void A_flipped_bit_anywhere_costs_no_other_record_and_is_never_passed_over_in_silence()
    {
        for (var at = 0; at < File.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var bytes = (byte[])File.Clone();
                bytes[at] ^= (byte)(1 << bit);

                var reading = JournalRecord.Read(bytes);

                Texts(reading).Should().BeSubsetOf(Payloads, "byte {0}, bit {1}: nothing is made up", at, bit);
                reading.Records.Count.Should().BeGreaterThanOrEqualTo(2, "byte {0}, bit {1}", at, bit);
                if (reading.Records.Count == 2) reading.Damaged.Should().NotBeEmpty("byte {0}, bit {1}: what is missing is told", at, bit);
            }
        }
    }

    [Fact]
    public void Two_records_that_are_damaged_side_by_side_are_told_apart()
    {
        var second = File.AsSpan()[1..].IndexOf((byte)0x1E) + 1;
        foreach (var (inFirst, inSecond) in ((int, int)[])[(second - 2, second), (second - 2, second + 2), (0, second), (2, second + 6), (8, second + 1)])
        {
            var bytes = (byte[])File.Clone();
            foreach (var at in (int[])[inFirst, inSecond]) bytes[at] ^= 1;

            var reading = JournalRecord.Read(bytes);

            Texts(reading).Should().Equal(Payloads[2..], "bytes {0} and {1}", inFirst, inSecond);
            reading.Damaged.Select(part => part.Length).Should().Equal([second, LastStart - second], "bytes {0} and {1}", inFirst, inSecond);
        }
    }

    private static IEnumerable<string> Texts(SegmentReading reading) => reading.Records.Select(Encoding.UTF8.GetString);
}
