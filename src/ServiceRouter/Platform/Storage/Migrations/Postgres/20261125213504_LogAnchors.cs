using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LogAnchors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "log_anchor_leaves",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    place = table.Column<int>(type: "integer", nullable: false),
                    handoff_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_anchor_leaves", x => new { x.day, x.place });
                });

            migrationBuilder.CreateTable(
                name: "log_anchors",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    leaves = table.Column<int>(type: "integer", nullable: false),
                    late = table.Column<int>(type: "integer", nullable: false),
                    root = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    previous_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_anchors", x => x.day);
                });

            migrationBuilder.CreateIndex(
                name: "ix_log_anchor_leaves_handoff_id_number",
                table: "log_anchor_leaves",
                columns: new[] { "handoff_id", "number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "log_anchor_leaves");

            migrationBuilder.DropTable(
                name: "log_anchors");
        }
    }
}
