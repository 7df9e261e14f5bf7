using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class OneOpenLine : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "receipt_sent_at",
                table: "phone_calls",
                type: "INTEGER",
                nullable: true);

            // Lines that an older version left twice: the one that is talked on stays, else the first that rings; the others are let go, and their calls ended.
            migrationBuilder.Sql("UPDATE counsellor_lines SET state = 'Over', ending = 'let-go', counsellor_to_end = (call_id IS NOT NULL), version = version + 1 WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY handoff_id, handoff_version ORDER BY CASE state WHEN 'Talking' THEN 0 WHEN 'Wanted' THEN 2 ELSE 1 END, id) AS place FROM counsellor_lines WHERE state <> 'Over') AS twice WHERE place > 1)");
            migrationBuilder.Sql("UPDATE second_lines SET state = 'Over', ending = 'let-go', to_end = (call_id IS NOT NULL), version = version + 1 WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY line_id ORDER BY CASE state WHEN 'Joined' THEN 0 WHEN 'Wanted' THEN 2 ELSE 1 END, id) AS place FROM second_lines WHERE state <> 'Over') AS twice WHERE place > 1)");

            migrationBuilder.CreateIndex(
                name: "ix_second_lines_open",
                table: "second_lines",
                column: "line_id",
                unique: true,
                filter: "state <> 'Over'");

            migrationBuilder.CreateIndex(
                name: "ix_counsellor_lines_open",
                table: "counsellor_lines",
                columns: new[] { "handoff_id", "handoff_version" },
                unique: true,
                filter: "state <> 'Over'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_second_lines_open",
                table: "second_lines");

            migrationBuilder.DropIndex(
                name: "ix_counsellor_lines_open",
                table: "counsellor_lines");

            migrationBuilder.DropColumn(
                name: "receipt_sent_at",
                table: "phone_calls");
        }
    }
}
